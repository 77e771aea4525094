import assert from 'node:assert/strict';
import { fail } from '../../../../src/core/errors/catalogue.ts';
import type { ModelUse } from '../../../../src/core/lineage/model-use.ts';
import { modelUsers, requireUnused, unseenInWords } from '../../../../src/flows/model-uses/model-users.ts';
import type { ModelUses } from '../../../../src/ports/model-uses.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';

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

describe('src/flows/model-uses/model-users.ts', () => {
  it('gathers what every finder sees', async () => {
    const finders = [finder(use('a')), finder(use('b'), use('c', '8'))];
    const { uses: found } = await modelUsers(finders, workspace, seven);
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

  it('names what the caller may not read, and answers from the rest', async () => {
    const finders = [finder(use('a')), forbidden(true)];
    const { uses, looked, unseen } = await modelUsers(finders, workspace, seven);
    assert.deepEqual([uses.map(({ service }) => service), looked], [['a'], ['things']]);
    assert.equal(unseen.length, 1);
    assert.match(
      unseen.map(unseenInWords).join(),
      /^container groups were not looked at, because .*may not read 'containerGroups'[^.]*$/,
    );
    await assert.rejects(
      requireUnused(finders, workspace, seven, createMemoryLog()),
      catalogueError('ModelInUse', "'a'"),
    );
  });

  it('names what a finder has not looked at, in answers and before a deletion', async () => {
    const away: ModelUses = {
      what: 'IoT Edge configurations',
      list: () => Promise.resolve({ notLookedAt: 'no IoT Hub was named' }),
    };
    const { uses, looked, unseen } = await modelUsers([away], workspace, seven);
    assert.deepEqual([uses, looked], [[], []]);
    assert.deepEqual(unseen, [{ what: 'IoT Edge configurations', reason: 'no IoT Hub was named' }]);
    const log = createMemoryLog();
    await requireUnused([finder(), away], workspace, seven, log);
    assert.match(
      log.lines.join('\n'),
      /may run fraud:7: IoT Edge configurations were not looked at, because no IoT Hub was named\./,
    );
  });

  it('lets a version be deleted by whoever may not read container groups, with a warning', async () => {
    const log = createMemoryLog();
    await requireUnused([finder(), forbidden(true)], workspace, seven, log);
    assert.match(log.lines.join('\n'), /may run fraud:7: container groups were not looked at/);
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
