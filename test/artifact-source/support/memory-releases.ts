// What Azure DevOps can be made to do, in memory: it remembers, and fails before or after the effect when told to.
import type { ExtensionError } from '../../../src/core/errors/extension-error.ts';
import { carriesKey } from '../../../src/core/firing/firing.ts';
import type { FiringFacts } from '../../../src/core/firing/facts.ts';
import type { FiringTarget } from '../../../src/core/firing/target.ts';
import type { Effect, FiringTargets } from '../../../src/ports/firing-targets.ts';

export interface MemoryRelease extends Effect {
  readonly target: FiringTarget;
  readonly version: string;
  readonly facts: FiringFacts;
  readonly description: string;
  readonly tags: string[];
}

export type ReleasesCall = 'verify' | 'find' | 'create' | 'tag';

export interface MemoryReleases extends FiringTargets {
  readonly made: MemoryRelease[];
  readonly calls: ReleasesCall[];
  /** Asked before and after the effect of each call; what it gives is thrown. */
  fault: (call: ReleasesCall, moment: 'before' | 'after') => ExtensionError | undefined;
}

export function createMemoryReleases(): MemoryReleases {
  async function call<T>(name: ReleasesCall, effect: () => T): Promise<T> {
    await Promise.resolve();
    releases.calls.push(name);
    const before = releases.fault(name, 'before');
    if (before !== undefined) throw before;
    const value = effect();
    const after = releases.fault(name, 'after');
    if (after !== undefined) throw after;
    return value;
  }

  const releases: MemoryReleases = {
    made: [],
    calls: [],
    fault: () => undefined,
    verify: () => call('verify', () => undefined),
    find: (target, key) =>
      call('find', () =>
        releases.made.find(
          (each) =>
            // A webhook cannot tell what it started.
            target.kind !== 'webhook' &&
            placeOf(each.target) === placeOf(target) &&
            carriesKey(each.description, key),
        ),
      ),
    create: (target, { facts, description }) =>
      call('create', () => {
        const id = releases.made.length + 1;
        const name = `Release-${id}`;
        const release = {
          id,
          name,
          url: `https://devops.example/${id}`,
          target,
          version: facts.version,
          facts,
          description,
          tags: [],
        };
        releases.made.push(release);
        return release;
      }),
    tag: (_, { id }, tags) =>
      call('tag', () => {
        const release = releases.made.find((each) => each.id === id);
        release?.tags.push(...tags.filter((tag) => !release.tags.includes(tag)));
      }),
  };
  return releases;
}

/** Where the releases of a target are listed. */
function placeOf(target: FiringTarget): string {
  return target.kind === 'webhook' ? target.webhook : `${target.project}/${target.definition}`;
}
