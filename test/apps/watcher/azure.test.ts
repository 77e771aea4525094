import assert from 'node:assert/strict';
import { connectionOf } from '../../../apps/watcher/azure.ts';
import { azureSchema } from '../../../apps/watcher/azure-section.ts';

describe('apps/watcher/azure.ts', () => {
  it('asks for tokens for Azure Resource Manager itself unless another audience is given', () => {
    const usual = azureSchema.parse({ azureCli: true });
    assert.deepEqual(connectionOf(usual, 'sub'), {
      armUrl: 'https://management.azure.com',
      audience: 'https://management.azure.com',
      subscriptionId: 'sub',
    });
    const other = azureSchema.parse({ azureCli: true, audience: 'https://a/' });
    assert.equal(connectionOf(other, 'sub').audience, 'https://a/');
  });
});
