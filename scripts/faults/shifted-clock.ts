// The clock that the harness builds the watcher with: it can be wrong, jumps when it is told to, and its sleeps are short.
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/ports/clock.ts';

/** Ten times as fast: an interval of a second passes in a tenth of one. */
const haste = 10;

/** Milliseconds. */
let offset = Number(process.env['FAULTS_CLOCK_OFFSET'] ?? '0');

process.on('message', (message) => {
  offset = Number(message);
});
// Whoever listens to the harness only is done.
process.channel?.unref();

export const systemClock: Clock = {
  now: () => new Date(Date.now() + offset),
  async sleep(milliseconds, signal) {
    try {
      await delay(milliseconds / haste, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};
