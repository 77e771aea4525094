import assert from 'node:assert/strict';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ModelUse } from '../../../src/core/lineage/model-use.ts';
import { modelUsers, requireUnused } from '../../../src/flows/model-users.ts';
import type { ModelUses } from '../../../src/ports/model-uses.ts';
import { catalogueError } from '../../support/catalogue-error.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };

const use = (service: string, version = '7'): ModelUse => ({
  kind: 'online endpoint',
  service,
  models: [{ model: 'fraud', version }],
  state: 'Succeeded',
  tags: {},
});

const finder = (...uses: ModelUse[]): ModelUses => ({
  what: 'things',
  list: () => Promise.resolve(uses),
});

describe('src/flows/model-users.ts', () => {
  it('gathers what every finder sees', async () => {
    const found = await modelUsers([finder(use('a')), finder(use('b'), use('c', '8'))], workspace, {
      model: 'fraud',
      version: '7',
    });
    assert.deepEqual(
      found.map(({ service }) => service),
      ['a', 'b'],
    );
  });

  it('lets a version go that nothing runs', async () => {
    await requireUnused([finder(use('a', '8'))], workspace, { model: 'fraud', version: '7' });
  });

  it('refuses one in use, and names a handful of its users', async () => {
    const users = Array.from({ length: 7 }, (_, index) => use(`e${index}`));
    await assert.rejects(
      requireUnused([finder(...users)], workspace, { model: 'fraud', version: '7' }),
      catalogueError('ModelInUse', "'fraud:7' is in use by online endpoint 'e0';", "'e4' and 2 more"),
    );
  });

  it('never takes "could not look" for "unused"', async () => {
    const blind: ModelUses = {
      what: 'batch endpoints',
      list: () => Promise.reject(fail('AzureResourceNotFound', { resource: 'batchEndpoints' })),
    };
    await assert.rejects(
      requireUnused([finder(), blind], workspace, { model: 'fraud', version: '7' }),
      catalogueError('AzureResourceNotFound', 'batchEndpoints'),
    );
  });
});
