import assert from 'node:assert/strict';
import { signInFailure } from '../../../../src/adapters/azure-identity/sign-in-failure.ts';

const connection = {
  name: 'azure',
  armUrl: 'https://management.azure.com',
  authorityUrl: 'https://login.microsoftonline.com',
  audience: 'https://management.core.windows.net/',
  tenantId: 'tenant',
  subscriptionId: 'sub',
  signIn: { scheme: 'secret', clientId: 'app', secret: 'never-shown' },
} as const;

const failed = async (message: string, code?: string) => {
  const cause = Object.assign(new Error(message), code === undefined ? {} : { code });
  return signInFailure(connection, new Error('sign-in failed: never-shown', { cause }));
};

describe('src/adapters/azure-identity/sign-in-failure.ts', () => {
  for (const code of [
    'CERT_SIGNATURE_FAILURE',
    'CERT_NOT_YET_VALID',
    'UNABLE_TO_GET_ISSUER_CERT',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'ENOTFOUND',
  ])
    it(`takes ${code} for a fault of the connection, not of the certificate that signs in`, async () => {
      const error = await failed('certificate signature failure', code);
      assert.equal(error.code, 'AzureNotReachable');
      assert.equal(error.kind, 'later');
      assert.ok(error.message.includes(code), error.message);
    });

  it('never shows what the sign-in was done with', async () => {
    const error = await failed('AADSTS7000222: The provided client secret keys are expired');
    assert.equal(error.code, 'AzureUnauthorized');
    assert.match(error.message, /the client secret has expired \(AADSTS7000222\)/);
    assert.ok(!error.message.includes('never-shown'));
  });
});
