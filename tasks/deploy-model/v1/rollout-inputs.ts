// The inputs that change how a new version takes over; their words are checked where the files' are.
import type { TaskInputs } from '../../../src/ports/task-host.ts';

const names = [
  'strategy',
  'steps',
  'mirrorPercent',
  'pauseSeconds',
  'minimumSamples',
  'latencyObjectiveMs',
  'maximumErrorRate',
  'maximumSlowdown',
  'confidence',
  'removeOld',
  'removeBad',
] as const;

/** Those that are filled in, by name. */
export function readRolloutInputs(inputs: TaskInputs): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = inputs.optional(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
