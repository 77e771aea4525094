import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firingKey } from '../../../../src/core/firing/firing.ts';
import {
  addressInWords,
  type ModelSource,
  sourceId,
  sourceInWords,
  sourceNotFound,
  sourcePath,
} from '../../../../src/core/model/source.ts';
import { watchId } from '../../../../src/core/watch/watch.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { modelVersion, registry, watchOf, workspace } from '../../../artifact-source/support/versions.ts';

/** The letters that Azure allows in all of these names, few of them: so that two are alike often. */
const name = fc.stringMatching(/^[aAr_-]{1,3}$/);
const source: fc.Arbitrary<ModelSource> = fc.record(
  {
    kind: fc.constant('registry' as const),
    subscriptionId: name,
    resourceGroup: fc.oneof(name, fc.constant('registries')),
    name: fc.oneof(name, fc.constant('registry'), fc.constant('workspaces')),
  },
  { requiredKeys: ['subscriptionId', 'resourceGroup', 'name'] },
);

const parts = ({ kind, subscriptionId, resourceGroup, name: own }: ModelSource) =>
  JSON.stringify([kind ?? '', subscriptionId, resourceGroup, own]).toLowerCase();

describe('src/core/model/source.ts', () => {
  it('names a registry and a workspace in paths, words and errors', () => {
    const provider = `/subscriptions/${workspace.subscriptionId}/resourceGroups/ml/providers/Microsoft.MachineLearningServices`;
    assert.equal(sourcePath(workspace), `${provider}/workspaces/prod`);
    assert.equal(sourcePath(registry), `${provider}/registries/prod`);
    assert.deepEqual([workspace, registry].map(sourceInWords), ["workspace 'prod'", "registry 'prod'"]);
    assert.equal(addressInWords(registry), 'registry prod of resource group ml');
    catalogueError('WorkspaceNotFound', 'prod', 'ml')(sourceNotFound(workspace));
    catalogueError('RegistryNotFound', 'prod', 'ml')(sourceNotFound(registry));
  });

  it('gives two sources one id, one watch or one key exactly if they are one, however they are spelt', () => {
    const version = modelVersion('1', 1);
    fc.assert(
      fc.property(source, source, (a, b) => {
        const isOne = parts(a) === parts(b);
        const [left, right] = [a, b].map((each) => ({ ...watchOf('every'), source: each }));
        assert.ok(left !== undefined && right !== undefined);
        assert.equal(sourceId(a) === sourceId(b), isOne);
        assert.equal(watchId(left) === watchId(right), isOne);
        const [one, other] = [left, right].map((watch) => firingKey({ watch, version, reason: 'r' }));
        assert.equal(one === other, isOne);
      }),
      { numRuns: 2000 },
    );
  });
});
