import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { printModels, readModels } from '../../../../src/core/lineage/model-list.ts';

const own = (model: string, version: string) => ({
  ...{ model, version },
  id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/models/${model}/versions/${version}`,
});
const shared = (model: string, version: string) => ({
  ...{ model, version },
  id: `azureml://registries/shared/models/${model}/versions/${version}`,
});

describe('src/core/lineage/model-list.ts', () => {
  it('names the registry of a model that is none of the workspace, by either form of its id', () => {
    const byArm = {
      ...own('risk', '3'),
      id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/registries/other/models/risk/versions/3',
    };
    const text = printModels([own('fraud', '7'), shared('limits', '2'), byArm]);
    assert.equal(text, 'fraud:7, limits:2@shared, risk:3@other');
    assert.deepEqual(readModels(text), {
      models: [
        { model: 'fraud', version: '7' },
        { model: 'limits', version: '2', registry: 'shared' },
        { model: 'risk', version: '3', registry: 'other' },
      ],
      hasMore: false,
    });
  });

  it('never cuts a name: what does not fit is left out, and that is said', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,60}$/);
    const models = fc.array(
      fc.tuple(name, name, fc.boolean()).map(([model, version, isShared]) => {
        const made = (isShared ? shared : own)(model, version);
        return { made, read: isShared ? { model, version, registry: 'shared' } : { model, version } };
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(models, (all) => {
        const text = printModels(all.map(({ made }) => made));
        const { models: found, hasMore } = readModels(text);
        assert.ok(text.length <= 128, text);
        assert.deepEqual(found, all.map(({ read }) => read).slice(0, found.length));
        assert.equal(hasMore, found.length < all.length);
      }),
    );
  });

  it("takes nobody else's text for a model", () => {
    for (const text of ['', 'fraud', 'fraud@latest', 'see wiki: models', 'https://x/y'])
      assert.deepEqual(readModels(text), { models: [], hasMore: false }, text);
  });
});
