// The container engine of this machine: images are built and containers run there.
import type { ServerHost } from './server-host.ts';

/** What opens a private registry. */
export interface RegistrySignIn {
  readonly serveraddress: string;
  readonly username: string;
  /** A secret. */
  readonly password: string;
}

export interface ImageBuild {
  /** `name:tag` */
  readonly tag: string;
  /** Absolute path of the folder with the Dockerfile. */
  readonly folder: string;
  /** The files of it that are sent, with '/'. */
  readonly files: readonly string[];
  readonly registry?: RegistrySignIn;
}

/** Every call throws DockerNotRunning or DockerForbidden when the engine can not be used. */
export interface ContainerEngine extends ServerHost {
  /** @throws RegistrySignInFailed */
  signIn(registry: RegistrySignIn): Promise<void>;
  imageExists(tag: string): Promise<boolean>;
  /**
   * @param onLine each line of the build log
   * @throws BaseImageNotFound, ImageBuildFailed
   */
  build(image: ImageBuild, onLine: (line: string) => void): Promise<void>;
}
