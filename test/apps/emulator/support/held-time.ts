// Time that waits only when it is told to.
import type { Time } from '../../../../apps/emulator/kernel/time.ts';

/** A clock whose waits end when `release` is called. */
export class HeldTime implements Time {
  #waiting: (() => void)[] = [];
  /** Whether waits end at once. */
  passes = true;

  now(): Date {
    return new Date();
  }

  wait(): Promise<void> {
    if (this.passes) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Ends all waits, and lets what waited go on. */
  async release(): Promise<void> {
    this.#waiting.splice(0).forEach((resolve) => resolve());
    await new Promise((resolve) => setImmediate(resolve));
  }
}
