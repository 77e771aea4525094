// `npm run bench -- watch`: what watching costs while nothing happens, how soon a new version has its release, and how soon
// another watcher takes over.
import type { Measurement } from './measurement.ts';

/** How often a leader is killed. */
const failOverRounds = 3;

export async function* watching(root: string, note: (line: string) => void): AsyncIterable<Measurement> {
  // Each is loaded when it is its turn: the emulator and the store of the one would be in the memory of the other.
  const { quiet } = await import('./watch/quiet.ts');
  yield* quiet(root, note);
  const { detection } = await import('./watch/detection.ts');
  yield* detection(root, note);
  const { failOvers } = await import('./fail-over.ts');
  yield* failOvers(failOverRounds, note);
}
