import assert from 'node:assert/strict';
import { cloudNamed, isWellKnownAuthority, tokenScope } from '../../../src/core/cloud.ts';

describe('src/core/cloud.ts', () => {
  it('knows the sovereign clouds by the name in a connection, and takes the public one otherwise', () => {
    assert.equal(cloudNamed('AzureChinaCloud').armUrl, 'https://management.chinacloudapi.cn');
    assert.equal(cloudNamed('AzureUSGovernment').authorityUrl, 'https://login.microsoftonline.us');
    assert.equal(cloudNamed('AzureCloud').armUrl, 'https://management.azure.com');
    assert.equal(cloudNamed(undefined).armUrl, 'https://management.azure.com');
    assert.equal(cloudNamed('constructor').armUrl, 'https://management.azure.com');
  });

  it('lets instance discovery vouch for the clouds only', () => {
    assert.ok(isWellKnownAuthority('https://login.microsoftonline.com'));
    assert.ok(isWellKnownAuthority('https://login.windows.net/'));
    assert.ok(!isWellKnownAuthority('https://localhost:4000'));
    assert.ok(!isWellKnownAuthority('not an address'));
  });

  it('keeps the slash at the end of an audience: the token is for exactly that', () => {
    assert.equal(
      tokenScope('https://management.core.windows.net/'),
      'https://management.core.windows.net//.default',
    );
    assert.equal(tokenScope('https://arm'), 'https://arm/.default');
  });
});
