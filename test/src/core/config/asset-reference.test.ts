import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAssetReference, printAssetReference } from '../../../../src/core/config/asset-reference.ts';

const id =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/models/fraud/versions/7';
const located =
  'azureml://locations/westeurope/workspaces/11111111-2222-3333-4444-555555555555/models/fraud/versions/7';

describe('src/core/config/asset-reference.ts', () => {
  for (const [text, wanted] of [
    ['fraud', { at: 'workspace', name: 'fraud', label: 'latest' }],
    ['fraud:7', { at: 'workspace', name: 'fraud', version: '7' }],
    ['fraud@latest', { at: 'workspace', name: 'fraud', label: 'latest' }],
    ['azureml:fraud:7', { at: 'workspace', name: 'fraud', version: '7' }],
    ['azureml:fraud@champion', { at: 'workspace', name: 'fraud', label: 'champion' }],
    [id, { at: 'id', id, name: 'fraud', version: '7' }],
    [`azureml:${id}`, { at: 'id', id, name: 'fraud', version: '7' }],
    [located, { at: 'id', id: located, name: 'fraud', version: '7' }],
    [
      'azureml://registries/shared/models/fraud/versions/7',
      { at: 'registry', registry: 'shared', name: 'fraud', version: '7' },
    ],
    [
      'azureml://registries/shared/models/fraud/labels/latest',
      { at: 'registry', registry: 'shared', name: 'fraud', label: 'latest' },
    ],
    [
      'azureml://registries/shared/models/fraud',
      { at: 'registry', registry: 'shared', name: 'fraud', label: 'latest' },
    ],
  ] as const)
    it(`reads ${text}`, () => {
      assert.deepEqual(parseAssetReference(text, 'models'), wanted);
    });

  for (const text of [
    '',
    './model',
    'model/',
    'fraud:',
    'fraud@',
    'a b',
    'azureml://datastores/d/paths/p',
    'https://x/y',
  ])
    it(`takes '${text}' for no reference`, () => {
      assert.equal(parseAssetReference(text, 'models'), undefined);
    });

  it('does not take one kind of asset for another', () => {
    assert.equal(parseAssetReference(id, 'environments'), undefined);
  });

  it('reads back what it prints', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,20}$/);
    const which = fc.oneof(fc.record({ version: word }), fc.record({ label: word }));
    const reference = fc.oneof(
      fc.tuple(word, which).map(([name, more]) => ({ at: 'workspace', name, ...more }) as const),
      fc
        .tuple(word, word, which)
        .map(([name, registry, more]) => ({ at: 'registry', registry, name, ...more }) as const),
    );
    fc.assert(
      fc.property(reference, (one) => {
        assert.deepEqual(parseAssetReference(printAssetReference(one, 'models'), 'models'), one);
      }),
    );
  });
});
