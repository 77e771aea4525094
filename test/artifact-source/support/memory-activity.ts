// What became of releases, as the test says; it counts how often it is asked.
import type { ExtensionError } from '../../../src/core/errors/extension-error.ts';
import type { StageDeployment, WatchedRelease } from '../../../src/core/release-activity.ts';
import type { ReleaseActivity } from '../../../src/ports/release-activity.ts';

export interface MemoryActivity extends ReleaseActivity {
  seen: readonly WatchedRelease[];
  deployed: readonly StageDeployment[];
  readonly calls: string[];
  fault: ExtensionError | undefined;
}

export function createMemoryActivity(): MemoryActivity {
  const call = async <T>(name: string, value: () => T): Promise<T> => {
    await Promise.resolve();
    activity.calls.push(name);
    if (activity.fault !== undefined) throw activity.fault;
    return value();
  };
  const activity: MemoryActivity = {
    seen: [],
    deployed: [],
    calls: [],
    fault: undefined,
    releases: () => call('releases', () => activity.seen),
    deployments: () => call('deployments', () => activity.deployed),
  };
  return activity;
}
