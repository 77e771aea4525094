// The container engine of this machine: images are built and containers run there.

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

export interface Container {
  readonly name: string;
  /** The engine's words: created, running, restarting, exited, ... */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The port of this machine that leads to the container's `containerPort` of `list`. */
  readonly hostPort?: number;
  /** Absent while it runs. */
  readonly exitCode?: number;
}

/** Every call throws DockerNotRunning or DockerForbidden when the engine can not be used. */
export interface ContainerEngine {
  /** @throws RegistrySignInFailed */
  signIn(registry: RegistrySignIn): Promise<void>;
  imageExists(tag: string): Promise<boolean>;
  /**
   * @param onLine each line of the build log
   * @throws BaseImageNotFound, ImageBuildFailed
   */
  build(image: ImageBuild, onLine: (line: string) => void): Promise<void>;
  /**
   * Makes a container, in place of one of the same name.
   * @param spec body of the engine's own request
   * @throws BaseImageNotFound when the image is gone
   */
  create(name: string, spec: object): Promise<void>;
  /** @throws PortInUse, ContainerNotStarted */
  start(name: string): Promise<void>;
  /** Stops it, politely at first. Nothing to do if it is not there or does not run. */
  stop(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Stops and removes it; what is not there is no error. */
  remove(name: string): Promise<void>;
  /** Containers, running or not, that have all of `labels`. */
  list(labels: Readonly<Record<string, string>>): Promise<readonly Container[]>;
  /** The last `tail` lines of both outputs. */
  logs(name: string, tail: number): Promise<string>;
}
