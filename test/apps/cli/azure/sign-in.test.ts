import assert from 'node:assert/strict';
import { signInOf } from '../../../../apps/cli/azure/sign-in.ts';

const command = 'azureml-release hooks';

describe('apps/cli/azure/sign-in.ts', () => {
  const principal = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' };
  const from = (environment: Record<string, string>) => ({
    environment,
    readText: (path: string) => `PEM of ${path}`,
  });

  it('is the service principal of the environment, or else the account of the Azure CLI', () => {
    const secret = { ...principal, AZURE_CLIENT_SECRET: ' s\n' };
    assert.deepEqual(signInOf({ command }, from(secret)), { scheme: 'secret', clientId: 'c', secret: 's' });
    const certificate = { ...principal, AZURE_CLIENT_CERTIFICATE_PATH: 'me.pem' };
    const certificatePem = 'PEM of me.pem';
    assert.deepEqual(signInOf({ command }, from(certificate)), {
      scheme: 'certificate',
      clientId: 'c',
      certificatePem,
    });
    assert.deepEqual(signInOf({ command }, from({ AZURE_CLIENT_SECRET: ' ' })), { kind: 'azure-cli' });
  });

  it('is what --sign-in says', () => {
    assert.deepEqual(signInOf({ command, signIn: 'managed-identity' }, from({})), { kind: 'managed' });
    assert.deepEqual(signInOf({ command, signIn: 'managed-identity' }, from(principal)), {
      kind: 'managed',
      clientId: 'c',
    });
    const workload = { kind: 'workload', clientId: 'c', tenantId: 't' };
    assert.deepEqual(signInOf({ command, signIn: 'workload-identity' }, from(principal)), workload);
    const secret = from({ ...principal, AZURE_CLIENT_SECRET: 's' });
    assert.deepEqual(signInOf({ command, signIn: 'azure-cli' }, secret), {
      kind: 'azure-cli',
      tenantId: 't',
    });
  });

  it('names the variables that a service principal needs', () => {
    for (const environment of [{}, { AZURE_CLIENT_SECRET: 's' }, principal])
      assert.throws(() => signInOf({ command, signIn: 'service-principal' }, from(environment)), {
        code: 'CommandArgumentsInvalid',
        message: /AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET/,
      });
  });
});
