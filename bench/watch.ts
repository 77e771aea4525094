// `npm run bench -- watch`: what watching costs while nothing happens, and how soon a new version has its release.
import { failOvers } from './fail-over.ts';
import type { Measurement } from './measurement.ts';
import { quiet } from './watch/quiet.ts';

export async function* watching(root: string, note: (line: string) => void): AsyncIterable<Measurement> {
  yield* quiet(root, note);
  yield* failOvers(6, note);
}
