// What an IoT Edge device needs to run a module: its image, and a process of it.

/** What a device signs in to a registry with. */
export interface RegistryCredentials {
  readonly address: string;
  readonly username: string;
  readonly password: string;
}

export interface ModuleStart {
  /** e.g. edge-1/fraud */
  readonly name: string;
  /** e.g. example.azurecr.io/fraud:0123456789abcdef */
  readonly image: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The container's options in the words of the Docker Engine. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Where the ports of the device lie on this machine, e.g. 127.0.1.1. */
  readonly address: string;
  readonly log: (text: string) => void;
}

export interface RunningModule {
  /** Resolves with the exit code once the module has ended by itself or was stopped. */
  readonly exited: Promise<number>;
  stop(): Promise<void>;
}

export interface ModuleRunner {
  /** Makes the image available on the device. @throws Error with the reason in the words of the engine */
  pull(
    image: string,
    credentials: readonly RegistryCredentials[],
    log: (text: string) => void,
  ): Promise<void>;
  /** @throws Error when the container can not be created, as for a port that is taken */
  start(module: ModuleStart): Promise<RunningModule>;
}
