// One start of a container's program.

export interface Program {
  /** Resolves with the exit code; never rejects. */
  readonly exited: Promise<number>;
  /** Why it ended, once it has, when there is more to say than its exit code does. */
  readonly endedBy?: () => 'OOMKilled' | undefined;
  /** The port of 127.0.0.1 where what listens on `port` in the container is; undefined when it listens there itself. */
  readonly portOf: (port: number) => number | undefined;
  stop(): Promise<void>;
}

/** What a program finds of its group. */
export interface ProgramContext {
  readonly ip: string;
  /** Where another container of the group listens. */
  readonly portOf: (port: number) => number | undefined;
  readonly log: (text: string) => void;
}

export type StartProgram = (context: ProgramContext) => Promise<Program>;

/** One that ended as soon as it began. */
export const ended = (code: number): Program => ({
  exited: Promise.resolve(code),
  portOf: () => undefined,
  stop: () => Promise.resolve(),
});
