// Targets that note every call, for the history of a version.
import { effectInWords, type FiringTarget } from '../src/core/firing/target.ts';
import type { FiringTargets } from '../src/ports/firing-targets.ts';

/** @param note told of every call that was answered, and how */
export function recordedTargets(
  targets: FiringTargets,
  note: (call: string, outcome: string) => void,
): FiringTargets {
  const word = (target: FiringTarget) => effectInWords[target.kind];
  return {
    verify: (target) => targets.verify(target),
    async find(target, key, since) {
      const found = await targets.find(target, key, since);
      note(`look for its ${word(target)}`, found === undefined ? 'there is none' : `found ${found.name}`);
      return found;
    },
    async create(target, request) {
      const made = await targets.create(target, request);
      note(`create its ${word(target)}`, `made ${made.name}`);
      return made;
    },
    async tag(target, effect, tags) {
      await targets.tag(target, effect, tags);
      note(`tag its ${word(target)}`, `tagged ${tags.join(', ')}`);
    },
  };
}
