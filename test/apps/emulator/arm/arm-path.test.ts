import assert from 'node:assert/strict';
import { actionOf, parseArmPath } from '../../../../apps/emulator/arm/arm-path.ts';

const workspace =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';

describe('apps/emulator/arm/arm-path.ts', () => {
  it('takes a path apart', () => {
    assert.deepEqual(parseArmPath(`${workspace}/models/m/versions/3`), {
      subscriptionId: 's',
      resourceGroup: 'g',
      provider: 'Microsoft.MachineLearningServices',
      types: ['workspaces', 'models', 'versions'],
      names: ['w', 'm', '3'],
    });
    assert.deepEqual(parseArmPath('/subscriptions'), { types: [], names: [] });
  });

  it('names the permission', () => {
    const ml = 'Microsoft.MachineLearningServices/workspaces';
    assert.equal(actionOf('GET', workspace), `${ml}/read`);
    assert.equal(actionOf('PATCH', `${workspace}/onlineEndpoints/e`), `${ml}/onlineEndpoints/write`);
    assert.equal(actionOf('DELETE', `${workspace}/models/m`), `${ml}/models/delete`);
    assert.equal(
      actionOf('POST', `${workspace}/datastores/d/listSecrets`),
      `${ml}/datastores/listSecrets/action`,
    );
    assert.equal(
      actionOf('GET', '/subscriptions/s/resourcegroups'),
      'Microsoft.Resources/subscriptions/resourceGroups/read',
    );
  });

  it('takes the last provider for what hangs on a resource of another one, and no name for a provider', () => {
    const workspace =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w';
    const event = parseArmPath(`${workspace}/providers/Microsoft.EventGrid/eventSubscriptions/hook`);
    assert.deepEqual(
      [event.provider, event.types, event.names],
      ['Microsoft.EventGrid', ['eventSubscriptions'], ['hook']],
    );
    assert.deepEqual(parseArmPath(`${workspace}/models/providers/versions/1`).types, [
      'workspaces',
      'models',
      'versions',
    ]);
  });
});
