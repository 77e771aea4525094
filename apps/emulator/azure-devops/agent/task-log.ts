// The log of one task: masked lines with a time, written to a file and counted.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SecretMask } from './secret-mask.ts';

export class TaskLog {
  readonly file: string;
  readonly #mask: SecretMask;
  readonly #now: () => Date;
  #lines = 0;

  constructor(file: string, mask: SecretMask, now: () => Date) {
    mkdirSync(dirname(file), { recursive: true });
    this.file = file;
    this.#mask = mask;
    this.#now = now;
  }

  /** Written at once, so that a reader sees a running task's log as far as it is. */
  write(line: string): void {
    this.#lines += 1;
    // The agent's times have seven digits of a second.
    const time = this.#now().toISOString().replace('Z', '0000Z');
    appendFileSync(this.file, `${time} ${this.#mask.mask(line)}\n`);
  }

  masked(text: string): string {
    return this.#mask.mask(text);
  }

  get lineCount(): number {
    return this.#lines;
  }
}
