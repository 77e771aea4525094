// Model versions and watches for tests, with as little said as the test needs.
import type { Registry } from '../../../src/core/model/source.ts';
import type { ModelVersion } from '../../../src/core/model/version.ts';
import type { ReleaseTarget } from '../../../src/core/firing/target.ts';
import type { Watch, WatchMode } from '../../../src/core/watch/watch.ts';

export const workspace = {
  subscriptionId: '11111111-1111-1111-1111-111111111111',
  resourceGroup: 'ml',
  name: 'prod',
};

/** It has the names of `workspace`, and nothing else in common with it. */
export const registry: Registry = { kind: 'registry', ...workspace };

/** The first minute of the tests' time, in milliseconds since 1970. */
export const epoch = Date.parse('2026-11-21T00:00:00Z');

/** @param minute when it was registered, in minutes after `epoch` */
export function modelVersion(version: string, minute: number, model = 'fraud'): ModelVersion {
  return {
    model,
    version,
    id: `/models/${model}/versions/${version}`,
    createdAt: new Date(epoch + minute * 60_000).toISOString(),
    uri: 'azureml://x',
    isArchived: false,
    tags: {},
    properties: {},
  };
}

export function releaseTarget(model = 'fraud'): ReleaseTarget {
  return { kind: 'release', project: 'demo', definition: `deploy-${model}`, artifact: `_${model}` };
}

export function watchOf(mode: WatchMode, name = 'fraud-to-production', model = 'fraud'): Watch {
  return { name, source: workspace, model, mode, target: releaseTarget(model) };
}
