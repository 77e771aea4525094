// What runs scoring servers on this machine: the container engine, or plain processes.

export interface ScoringServer {
  readonly name: string;
  /** created, running, exited, ... */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The port of this machine that it answers on. */
  readonly hostPort?: number;
  /** Absent while it runs, and where nobody saw it end. */
  readonly exitCode?: number;
}

export interface ServerHost {
  /**
   * Makes a server, in place of one of the same name.
   * @param spec body of the host's own request
   * @throws BaseImageNotFound when the container's image is gone
   */
  create(name: string, spec: object): Promise<void>;
  /** @throws PortInUse, and what the host refuses */
  start(name: string): Promise<void>;
  /** Stops it, politely at first. Nothing to do if it is not there or does not run. */
  stop(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Stops and removes it; what is not there is no error. */
  remove(name: string): Promise<void>;
  /** Servers, running or not, that have all of `labels`. */
  list(labels: Readonly<Record<string, string>>): Promise<readonly ScoringServer[]>;
  /** The last `tail` lines of both outputs; empty for a server that is not there. */
  logs(name: string, tail: number): Promise<string>;
}
