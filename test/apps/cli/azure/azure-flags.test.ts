import assert from 'node:assert/strict';
import { azureAccess } from '../../../../apps/cli/azure/azure-flags.ts';

const environment = {
  AZURE_RESOURCE_MANAGER_URL: 'https://localhost:4000\n',
  AZURE_AUTHORITY_HOST: 'https://localhost:5000',
};

const noFlags = {
  'sign-in': undefined,
  'arm-url': undefined,
  'authority-url': undefined,
  audience: undefined,
};

describe('apps/cli/azure/azure-flags.ts', () => {
  it('is the public cloud, unless variables lead to another place', () => {
    const there = (from: Readonly<Record<string, string>>) => {
      const { armUrl, authorityUrl, audience } = azureAccess('here', noFlags, { environment: from });
      return [armUrl, authorityUrl, audience];
    };
    const azure = 'https://management.azure.com';
    const entra = 'https://login.microsoftonline.com';
    assert.deepEqual(there({}), [azure, entra, azure]);
    assert.deepEqual(there({ AZURE_AUTHORITY_HOST: ' ' }), [azure, entra, azure]);
    assert.deepEqual(there(environment), [
      'https://localhost:4000',
      'https://localhost:5000',
      'https://localhost:4000',
    ]);
  });

  it('takes a flag before its variable, and nothing but https', () => {
    const flags = { ...noFlags, 'arm-url': 'https://arm.test' };
    assert.equal(azureAccess('here', flags, { environment }).armUrl, 'https://arm.test');
    const plain = { environment: { AZURE_RESOURCE_MANAGER_URL: 'http://arm.test' } };
    assert.throws(() => azureAccess('here', noFlags, plain), {
      code: 'CommandArgumentsInvalid',
      message: /AZURE_RESOURCE_MANAGER_URL 'http:\/\/arm\.test'/,
    });
  });
});
