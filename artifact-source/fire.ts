// Gives one firing its effect, once: looks before it calls.
import { describeError, isExtensionError } from '../src/core/errors/extension-error.ts';
import { firingFacts } from '../src/core/firing/tell-facts.ts';
import {
  type Firing,
  effectTags,
  firingKey,
  madeSince,
  releaseDescription,
} from '../src/core/firing/firing.ts';
import type { Effect, FiringTargets } from '../src/ports/firing-targets.ts';

export interface Fired {
  readonly effect: Effect;
  /** True if an earlier attempt had made it already. */
  readonly found: boolean;
  /** Why it could not be tagged, if it could not. */
  readonly tagProblem?: string;
}

/**
 * @throws what the port throws; the firing is then still owed, and firing it again is safe
 */
export async function fire(firing: Firing, targets: FiringTargets): Promise<Fired> {
  const { target } = firing.watch;
  const existing = await findEffect(firing, targets);
  const effect =
    existing ??
    (await targets.create(target, {
      key: firingKey(firing),
      facts: firingFacts(firing),
      tags: firing.registered?.tags ?? {},
      description: releaseDescription(firing),
    }));
  const fired = { effect, found: existing !== undefined };
  try {
    await targets.tag(target, effect, effectTags(firing));
    return fired;
  } catch (error) {
    // It runs by now. Its tags are a convenience: not worth owing the firing any longer.
    if (!isExtensionError(error)) throw error;
    return { ...fired, tagProblem: describeError(error) };
  }
}

/** What an earlier attempt made for this firing; absent if none did. */
export function findEffect(firing: Firing, targets: FiringTargets): Promise<Effect | undefined> {
  return targets.find(firing.watch.target, firingKey(firing), madeSince(firing.version));
}
