// Signing in as the machine's own identity, by the official package against what each platform offers.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOwnCredential } from '../../../../src/adapters/azure-identity/own-identity.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { startHttpsFake } from '../../../support/https-fake.ts';

const scope = 'https://management.azure.com/.default';
const authority = 'https://login.microsoftonline.com';
const clientId = '33333333-3333-4333-8333-333333333333';

describe('src/adapters/azure-identity/own-identity.ts', () => {
  const before = { ...process.env };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'identity-'));
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });

  /** The endpoint that App Service and Container Apps give to a process. */
  async function platform(status: number) {
    const asked: { url: string; secret: string | undefined }[] = [];
    const server = createServer(({ url = '', headers }, response) => {
      asked.push({ url, secret: headers['x-identity-header']?.toString() });
      const expires = Math.floor(Date.now() / 1000) + 3600;
      const token = {
        access_token: 'the-token',
        expires_on: `${expires}`,
        resource: 'r',
        token_type: 'Bearer',
      };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(status === 200 ? token : { statusCode: status, message: 'No identity here.' }),
      );
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`;
    process.env['IDENTITY_HEADER'] = 'header-of-the-platform';
    return { asked, close: () => new Promise((closed) => server.close(closed)) };
  }

  it('signs in as the managed identity of the platform', async () => {
    const { asked, close } = await platform(200);
    const credential = createOwnCredential({ kind: 'managed', clientId }, authority);
    assert.equal((await credential.getToken(scope))?.token, 'the-token');
    await close();
    const url = new URL(asked[0]?.url ?? '', 'http://x');
    assert.equal(url.searchParams.get('resource'), 'https://management.azure.com');
    assert.equal(url.searchParams.get('client_id'), clientId);
    assert.equal(asked[0]?.secret, 'header-of-the-platform');
  });

  it('says that the platform has no such identity', async () => {
    const { close } = await platform(400);
    const credential = createOwnCredential({ kind: 'managed' }, authority);
    await assert.rejects(
      credential.getToken(scope),
      catalogueError('AzureIdentityUnavailable', 'the system-assigned managed identity'),
    );
    await close();
  });

  it('signs in as the service account of Kubernetes, by its token', async () => {
    const server = await startHttpsFake(({ url }) =>
      url.includes('openid-configuration')
        ? {
            status: 200,
            body: {
              issuer: `${server.origin}/t/v2.0`,
              authorization_endpoint: `${server.origin}/t/authorize`,
              token_endpoint: `${server.origin}/t/token`,
              jwks_uri: `${server.origin}/t/keys`,
            },
          }
        : { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'the-token' } },
    );
    const file = join(folder, 'token');
    writeFileSync(file, 'token-of-the-service-account');
    process.env['AZURE_FEDERATED_TOKEN_FILE'] = file;
    process.env['AZURE_CLIENT_ID'] = clientId;
    const credential = createOwnCredential({ kind: 'workload', tenantId: 't' }, server.origin);
    assert.equal((await credential.getToken(scope))?.token, 'the-token');
    await server.close();
    const form = new URLSearchParams(server.requests.find(({ method }) => method === 'POST')?.body);
    assert.equal(form.get('client_assertion'), 'token-of-the-service-account');
    assert.equal(form.get('client_id'), clientId);
  });

  it('says what a service account lacks', async () => {
    delete process.env['AZURE_FEDERATED_TOKEN_FILE'];
    await assert.rejects(
      createOwnCredential({ kind: 'workload', tenantId: 't', clientId }, authority).getToken(scope),
      catalogueError('AzureIdentityUnavailable', 'the workload identity'),
    );
  });

  it('signs in as whoever signed in to the Azure CLI', async () => {
    const token = { accessToken: 'the-token', expires_on: Math.floor(Date.now() / 1000) + 3600 };
    writeFileSync(join(folder, 'az'), `#!/bin/sh\necho '${JSON.stringify(token)}'\n`);
    chmodSync(join(folder, 'az'), 0o755);
    process.env['PATH'] = `${folder}:${before['PATH'] ?? ''}`;
    const credential = createOwnCredential({ kind: 'azure-cli' }, authority);
    assert.equal((await credential.getToken(scope))?.token, 'the-token');
  });

  it('says so when nobody signed in to the Azure CLI', async () => {
    writeFileSync(
      join(folder, 'az'),
      '#!/bin/sh\necho "ERROR: Please run az login to setup account." >&2\nexit 1\n',
    );
    chmodSync(join(folder, 'az'), 0o755);
    process.env['PATH'] = `${folder}:${before['PATH'] ?? ''}`;
    await assert.rejects(
      createOwnCredential({ kind: 'azure-cli' }, authority).getToken(scope),
      catalogueError('AzureIdentityUnavailable', 'the account of the Azure CLI'),
    );
  });
});
