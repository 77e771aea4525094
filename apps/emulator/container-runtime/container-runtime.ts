// What builds the images of the stack's registry and runs containers of them: a Docker Engine, or processes of this machine.
import type { ScheduleRunRequest } from '../container-registry/build-schemas.ts';
import type { StartProgram } from './program.ts';

export interface Image {
  /** With its server in front, e.g. `demoimages.azurecr.io/fraud:1a2b`. */
  readonly name: string;
  /** sha256:<64 hex digits>. */
  readonly digest: string;
}

export interface ImageBuild {
  /** The build context: a tar archive, gzipped or not. */
  readonly archive: Buffer;
  readonly request: Pick<
    ScheduleRunRequest,
    'dockerFilePath' | 'noCache' | 'target' | 'arguments' | 'credentials'
  >;
  /** What the image is called, with the server in front; empty for one that is not pushed. */
  readonly names: readonly string[];
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Options of a container in the words of the Docker Engine, as IoT Edge has them. */
export interface EngineOptions {
  readonly Cmd?: readonly string[] | undefined;
  readonly [option: string]: unknown;
}

export interface ContainerSpec {
  /** e.g. weights/scoring */
  readonly name: string;
  readonly image: Image;
  /** Takes the place of the image's entry point and command. */
  readonly command?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Ports that are reached from outside the container. */
  readonly ports: readonly number[];
  /** What is put into it, by its path there. */
  readonly files?: ReadonlyMap<string, Buffer>;
  /** Folders of this machine that it may read, by their path there. */
  readonly folders?: ReadonlyMap<string, string>;
  /** What it may use at most. */
  readonly limits?: { readonly cpu: number; readonly memoryInGB: number };
  readonly options?: EngineOptions;
}

/** Containers that share one localhost. */
export interface SharedNetwork {
  /** One that listens on some of the ports of the network. */
  container(spec: ContainerSpec): StartProgram;
  /** Ends it, after its containers. */
  close(): Promise<void>;
}

export interface SharedNetworkSpec {
  readonly name: string;
  /** Ports that are reached from outside the group. */
  readonly ports: readonly number[];
  /** One of those that the group runs; undefined when none of its containers has an image. */
  readonly image: Image | undefined;
}

/** What a public or private registry wants to see. */
export interface RegistrySignIn {
  readonly server: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

export interface ContainerRuntime {
  readonly kind: 'docker' | 'process';
  /** Where its containers, and this machine, reach what listens there. */
  readonly hostAddress: string;
  /**
   * Builds and names an image.
   *
   * @returns its digest
   * @throws Error with the step that failed; the log has what was done before
   */
  build(build: ImageBuild): Promise<string>;
  /** An image of another registry; undefined where it can not be had. */
  pull(name: string, signIn: RegistrySignIn | undefined): Promise<Image | undefined>;
  container(spec: ContainerSpec): StartProgram;
  share(spec: SharedNetworkSpec): Promise<SharedNetwork>;
  /** Leaves nothing behind. */
  close(): Promise<void>;
}
