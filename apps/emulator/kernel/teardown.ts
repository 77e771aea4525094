// Ends what was started, in the opposite order, all of it even when a part fails.

interface Step {
  readonly name: string;
  readonly end: () => Promise<void>;
}

export class Teardown {
  readonly #steps: Step[] = [];
  readonly #log: (line: string) => void;
  #running: Promise<void> | undefined;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  add(name: string, end: () => Promise<void>): void {
    this.#steps.push({ name, end });
  }

  /** Runs once; further calls wait for the same end. */
  run(): Promise<void> {
    this.#running ??= this.#runAll();
    return this.#running;
  }

  async #runAll(): Promise<void> {
    for (const { name, end } of this.#steps.toReversed())
      try {
        await end();
      } catch (error) {
        this.#log(`${name} did not end cleanly: ${error instanceof Error ? error.message : String(error)}`);
      }
  }
}
