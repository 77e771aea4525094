// Targets that are fired only by the watcher that leads.
import type { FiringTargets } from '../src/ports/firing-targets.ts';

/**
 * @param confirm throws WatchLeadershipLost if this watcher does not lead for certain, and for long enough to make a call;
 *   asked right before each call that has an effect
 */
export function fencedTargets(targets: FiringTargets, confirm: () => Promise<void>): FiringTargets {
  return {
    verify: (target) => targets.verify(target),
    find: (target, key, since) => targets.find(target, key, since),
    async create(target, request) {
      await confirm();
      return targets.create(target, request);
    },
    async tag(target, effect, tags) {
      await confirm();
      return targets.tag(target, effect, tags);
    },
  };
}
