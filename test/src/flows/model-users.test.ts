import assert from 'node:assert/strict';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ModelUse } from '../../../src/core/lineage/model-use.ts';
import { modelUsers, requireUnused } from '../../../src/flows/model-users.ts';
import type { ModelUses } from '../../../src/ports/model-uses.ts';
import { catalogueError } from '../../support/catalogue-error.ts';
import { createMemoryLog } from '../../support/memory-log.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };

const seven = { model: 'fraud', version: '7' };

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
    const finders = [finder(use('a')), finder(use('b'), use('c', '8'))];
    const { uses: found } = await modelUsers(finders, workspace, seven, createMemoryLog());
    assert.deepEqual(
      found.map(({ service }) => service),
      ['a', 'b'],
    );
  });

  it('lets a version go that nothing runs', async () => {
    await requireUnused([finder(use('a', '8'))], workspace, seven, createMemoryLog());
  });

  it('refuses one in use, and names a handful of its users', async () => {
    const users = Array.from({ length: 7 }, (_, index) => use(`e${index}`));
    await assert.rejects(
      requireUnused([finder(...users)], workspace, seven, createMemoryLog()),
      catalogueError('ModelInUse', "'fraud:7' is in use by online endpoint 'e0';", "'e4' and 2 more"),
    );
  });

  it('never takes "could not look" for "unused"', async () => {
    const blind: ModelUses = {
      what: 'batch endpoints',
      list: () => Promise.reject(fail('AzureResourceNotFound', { resource: 'batchEndpoints' })),
    };
    await assert.rejects(
      requireUnused([finder(), blind], workspace, seven, createMemoryLog()),
      catalogueError('AzureResourceNotFound', 'batchEndpoints'),
    );
  });

  const forbidden = (isOptional: boolean): ModelUses => ({
    ...{ what: 'container groups', isOptional },
    list: () => Promise.reject(fail('AzureForbidden', { action: 'read', resource: 'containerGroups' })),
  });

  it('tells of what the caller may not read, and answers from the rest', async () => {
    const log = createMemoryLog();
    const finders = [finder(use('a')), forbidden(true)];
    const { uses, looked, unseen } = await modelUsers(finders, workspace, seven, log);
    assert.deepEqual(
      [uses.map(({ service }) => service), looked, unseen],
      [['a'], ['things'], ['container groups']],
    );
    assert.match(log.lines.join('\n'), /Could not look at container groups.*may not read 'containerGroups'/);
    await assert.rejects(requireUnused(finders, workspace, seven, log), catalogueError('ModelInUse', "'a'"));
  });

  it('lets a version be deleted by whoever may not read container groups, with a warning', async () => {
    const log = createMemoryLog();
    await requireUnused([finder(), forbidden(true)], workspace, seven, log);
    assert.match(log.lines.join('\n'), /Could not look at container groups/);
  });

  it('refuses where what has to be looked at may not be read, and where Azure is down', async () => {
    const log = createMemoryLog();
    await assert.rejects(
      requireUnused([forbidden(false)], workspace, seven, log),
      catalogueError('AzureForbidden', 'containerGroups'),
    );
    const down: ModelUses = {
      ...{ what: 'container groups', isOptional: true },
      list: () => Promise.reject(fail('AzureFailed', { resource: 'x', status: 503, reason: 'down' })),
    };
    await assert.rejects(requireUnused([down], workspace, seven, log), catalogueError('AzureFailed', 'down'));
  });
});
