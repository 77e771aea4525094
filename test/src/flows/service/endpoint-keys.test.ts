import assert from 'node:assert/strict';
import type { ServiceState } from '../../../../src/flows/deploy/deploy-target.ts';
import { requireKeys, rotateKey } from '../../../../src/flows/service/endpoint-keys.ts';
import type { KeyName } from '../../../../src/ports/endpoint-keys.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const ref = { workspace, service: 'fraud' };
const keyed: ServiceState = { name: 'fraud', state: 'Succeeded', authMode: 'Key', deployments: [] };

/** @param changed the keys that a regeneration changes, whatever it is asked for */
function store(changed: (asked: KeyName) => readonly KeyName[]) {
  const pair = { primary: 'p0', secondary: 's0' };
  return {
    read: () => Promise.resolve({ ...pair }),
    regenerate: (_workspace: unknown, _service: string, asked: KeyName) => {
      for (const name of changed(asked)) pair[name] += '!';
      return Promise.resolve();
    },
  };
}

describe('src/flows/service/endpoint-keys.ts', () => {
  it('changes the key that is asked for, and tells which one callers can go on with', async () => {
    const { keys, stays } = await rotateKey(
      store((asked) => [asked]),
      ref,
      keyed,
      'secondary',
    );
    assert.deepEqual([keys, stays], [{ primary: 'p0', secondary: 's0!' }, 'primary']);
  });

  it('reports keys that did not change as asked', async () => {
    for (const changed of [[], ['primary', 'secondary']] as const)
      await assert.rejects(
        rotateKey(
          store(() => changed),
          ref,
          keyed,
          'primary',
        ),
        catalogueError('AzureConflict', 'fraud'),
      );
  });

  it('asks for nothing where only a deployment makes new keys', async () => {
    const read = () => assert.fail('the keys were read');
    await assert.rejects(
      rotateKey({ read }, ref, keyed, 'secondary'),
      catalogueError('KeysNotRotated', "'fraud'"),
    );
  });

  it('takes no service for one with keys whose callers present none', () => {
    const open: ServiceState = { name: 'fraud', state: 'Succeeded', deployments: [] };
    assert.throws(() => requireKeys(open), catalogueError('KeysNotUsed', 'nothing at all'));
    assert.throws(
      () => requireKeys({ ...keyed, authMode: 'AADToken' }),
      catalogueError('KeysNotUsed', 'AADToken'),
    );
    requireKeys({ ...keyed, authMode: 'key' });
  });
});
