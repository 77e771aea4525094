// Watches of models that the stand-in for Azure Resource Manager makes up.
import type { Watch } from '../../src/core/watch/watch.ts';

/** One for each workspace: the budget of calls is the subscription's, and it is not what is measured. */
const subscriptionOf = (workspace: number): string =>
  `00000000-0000-0000-0000-${String(workspace).padStart(12, '0')}`;

export const syntheticWatches = (workspaces: number, models: number): readonly Watch[] =>
  Array.from({ length: workspaces }, (_, workspace) =>
    Array.from({ length: models }, (_, model): Watch => ({
      name: `${workspace}-${model}`,
      source: {
        subscriptionId: subscriptionOf(workspace),
        resourceGroup: 'ml',
        name: `workspace-${workspace}`,
      },
      model: `model-${model}`,
      mode: 'latest',
      target: { kind: 'release', project: 'demo', definition: `deploy-${model}`, artifact: '_model' },
    })),
  ).flat();
