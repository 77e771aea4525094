import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import { modelTarget, registryModelId } from '../../../../src/core/model/target.ts';
import { workspacePath } from '../../../../src/core/workspace.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const place = { subscriptionId: 's', resourceGroup: 'ml' };
const here = { kind: 'here' };
const armRegistry =
  '/subscriptions/s/resourceGroups/ml/providers/Microsoft.MachineLearningServices/registries/shared/models/fraud';

describe('src/core/model/target.ts', () => {
  const known: readonly (readonly [string, string, object])[] = [
    ['fraud', 'latest', here],
    ['fraud:7', '7', here],
    ['fraud@latest', 'latest', here],
    ['fraud@Latest', 'latest', here],
    ['azureml:fraud:7', '7', here],
    ['azureml:fraud@latest', 'latest', here],
    ['azureml://registries/shared/models/fraud/versions/7', '7', { kind: 'registry', name: 'shared' }],
    [
      'azureml://registries/shared/models/fraud/labels/latest',
      'latest',
      { kind: 'registry', name: 'shared' },
    ],
    [
      'azureml://locations/weu/workspaces/123/models/fraud/versions/7',
      '7',
      { kind: 'workspace-id', id: '123' },
    ],
    [`${armRegistry}/versions/7`, '7', { kind: 'registry', name: 'shared', place }],
  ];
  for (const [text, version, where] of known)
    it(`reads ${text}`, () => {
      assert.deepEqual(modelTarget(text), { name: 'fraud', version, place: where });
    });

  it('reads the ARM id of any workspace, with and without azureml: before it', () => {
    const workspace = { ...place, name: 'prod' };
    const id = `${workspacePath(workspace)}/models/fraud/versions/7`;
    const expected = { name: 'fraud', version: '7', place: { kind: 'workspace', workspace } };
    for (const text of [id, `azureml:${id}`, ` ${id} `]) assert.deepEqual(modelTarget(text), expected);
  });

  const unregistered: readonly (readonly [string, string, string])[] = [
    ['azureml://datastores/d/paths/m', 'a path in a datastore', '-p azureml://datastores/d/paths/m'],
    ['azureml://jobs/r/outputs/artifacts/paths/a/m', 'what a run left behind', '--run-id r --asset-path a/m'],
    ['azureml://jobs/r/outputs/o/paths/m', 'the output of a job', '-p azureml://jobs/r/outputs/o/paths/m'],
    ['runs:/r/a/m', 'what a run left behind', '--run-id r --asset-path a/m'],
    ['https://acc.blob.core.windows.net/c/m', 'an address in storage', '-p azureml://datastores'],
    ['./models/m.pkl', 'a path', '-p ./models/m.pkl'],
  ];
  for (const [text, what, remedy] of unregistered)
    it(`says what to do about ${text}`, () => {
      assert.throws(
        () => modelTarget(text),
        (error) => {
          assert.ok(isExtensionError(error) && error.code === 'ModelNotRegistered');
          assert.ok(error.message.includes(what), error.message);
          assert.ok(error.remedy.includes(remedy), error.remedy);
          return true;
        },
      );
    });

  for (const text of ['', 'fraud:', 'fraud@champion', 'a b', 'fraud:7:8', 'azureml:'])
    it(`refuses '${text}'`, () => {
      assert.throws(() => modelTarget(text), catalogueError('ModelReferenceInvalid', text));
    });

  it('ends in a model or in a sentence, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((s) => `azureml://${s}`),
        ),
        (text) => {
          try {
            assert.notEqual(modelTarget(text).name, '');
          } catch (error) {
            assert.ok(isExtensionError(error), String(error));
          }
        },
      ),
    );
  });

  it('reads what it writes about a registry', () => {
    const text = registryModelId('shared', 'fraud', '7');
    assert.deepEqual(modelTarget(text).place, { kind: 'registry', name: 'shared' });
  });
});
