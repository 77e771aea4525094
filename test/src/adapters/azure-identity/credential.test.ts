// Signing in, against a server that plays Entra's token endpoint and the pipeline's OIDC endpoint.
import assert from 'node:assert/strict';
import { createCredential } from '../../../../src/adapters/azure-identity/credential.ts';
import { signInFailure } from '../../../../src/adapters/azure-identity/sign-in-failure.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import type { ServiceConnection, SignIn } from '../../../../src/core/service-connection.ts';
import { type FakeAnswer, type FakeRequest, startHttpsFake } from '../../../support/https-fake.ts';
import { createTestCertificate } from '../../../support/test-certificate.ts';

const tenant = '22222222-2222-2222-2222-222222222222';
const client = '11111111-1111-1111-1111-111111111111';
const secret = 'a-secret-nobody-may-see';
const scope = 'https://management.core.windows.net//.default';

const withSecret: SignIn = { scheme: 'secret', clientId: client, secret };

const metadata = (origin: string) => ({
  status: 200,
  body: {
    issuer: `${origin}/${tenant}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
  },
});
const token = { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'the-token' } };
const refused = (number: string, text = 'Some words.') => ({
  status: 401,
  body: {
    error: 'invalid_client',
    error_description: `AADSTS${number}: ${text} Trace ID: aaaa Correlation ID: bbbb Timestamp: 2026`,
    error_codes: [Number(number)],
    correlation_id: 'bbbb',
  },
});

/** Signs in against a server; everything but the metadata is decided by `decide`. */
async function against(
  signIn: (origin: string) => SignIn,
  decide: (request: FakeRequest) => FakeAnswer | 'hang' | 'break',
  use: (getToken: () => Promise<string | undefined>) => Promise<void>,
) {
  const server = await startHttpsFake((request) =>
    request.url.includes('openid-configuration') ? metadata(server.origin) : decide(request),
  );
  try {
    const connection: ServiceConnection = {
      name: 'azure',
      armUrl: 'https://arm',
      authorityUrl: server.origin,
      audience: 'https://management.core.windows.net/',
      tenantId: tenant,
      subscriptionId: 's',
      signIn: signIn(server.origin),
    };
    const credential = createCredential(connection);
    await use(async () => (await credential.getToken(scope))?.token);
    return server.requests;
  } finally {
    await server.close();
  }
}
const refuses = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(isExtensionError(error), String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
  assert.doesNotMatch(error.message, /Trace|Correlation|a-secret/);
  return true;
};

describe('src/adapters/azure-identity/credential.ts', () => {
  it('signs in with a secret and keeps the token', async () => {
    const requests = await against(
      () => withSecret,
      () => token,
      async (getToken) => {
        assert.equal(await getToken(), 'the-token');
        assert.equal(await getToken(), 'the-token');
      },
    );
    const asked = requests.filter(({ method }) => method === 'POST');
    assert.equal(asked.length, 1);
    const form = new URLSearchParams(asked[0]?.body);
    assert.equal(form.get('client_id'), client);
    assert.equal(form.get('client_secret'), secret);
    assert.match(form.get('scope') ?? '', /^https:\/\/management\.core\.windows\.net\/\/\.default/);
  });

  it('signs in with a certificate, by an assertion and without a secret', async () => {
    const certificatePem = await createTestCertificate();
    const requests = await against(
      () => ({ scheme: 'certificate', clientId: client, certificatePem }),
      () => token,
      async (getToken) => {
        assert.equal(await getToken(), 'the-token');
      },
    );
    const form = new URLSearchParams(requests.at(-1)?.body);
    assert.equal(form.get('client_secret'), null);
    assert.equal(form.get('client_assertion')?.split('.').length, 3);
  });

  it("signs in with the job's own token, asked for with the connection's id", async () => {
    const requests = await against(
      (origin) => ({
        scheme: 'federated',
        clientId: client,
        connectionId: 'connection-1',
        systemAccessToken: secret,
        oidcRequestUri: `${origin}/plans/1/oidctoken`,
      }),
      ({ url }) => (url.includes('oidctoken') ? { status: 200, body: { oidcToken: 'job-token' } } : token),
      async (getToken) => {
        assert.equal(await getToken(), 'the-token');
      },
    );
    const asked = requests.find(({ url }) => url.includes('oidctoken'));
    assert.equal(asked?.url, '/plans/1/oidctoken?api-version=7.1&serviceConnectionId=connection-1');
    assert.equal(asked.headers['authorization'], `Bearer ${secret}`);
    assert.equal(new URLSearchParams(requests.at(-1)?.body).get('client_assertion'), 'job-token');
  });

  for (const [number, words] of [
    ['7000222', /the client secret has expired \(AADSTS7000222\)\.$/],
    ['7000215', /the client secret is wrong \(AADSTS7000215\)\.$/],
    ['700016', /the tenant does not know this application \(AADSTS700016\)\.$/],
    ['700213', /subject of the assertion \(AADSTS700213\)\.$/],
    ['123456', /the sign-in was rejected \(AADSTS123456\)\.$/],
  ] as const)
    it(`says what AADSTS${number} means, without ids and secret`, async () => {
      await against(
        () => withSecret,
        () => refused(number),
        async (getToken) => {
          await assert.rejects(getToken(), refuses('AzureUnauthorized', words));
        },
      );
    });

  it('says when the pipeline gives the job no token', async () => {
    await against(
      (origin) => ({
        scheme: 'federated',
        clientId: client,
        connectionId: 'connection-1',
        systemAccessToken: secret,
        oidcRequestUri: `${origin}/oidctoken`,
      }),
      ({ url }) => (url.includes('oidctoken') ? { status: 403, body: { message: 'no' } } : token),
      async (getToken) => {
        await assert.rejects(
          getToken(),
          refuses('AzureUnauthorized', /Azure DevOps gave the job no token .*\(HTTP 403\)\.$/),
        );
      },
    );
  });

  it('says when the certificate cannot be read', async () => {
    await against(
      () => ({ scheme: 'certificate', clientId: client, certificatePem: 'a-secret, but no PEM' }),
      () => token,
      async (getToken) => {
        await assert.rejects(getToken(), refuses('AzureUnauthorized', /certificate of the connection/));
      },
    );
  });

  it('tells an unreachable authority from an unknown tenant', async () => {
    // What MSAL throws in both cases; the whole road through it would wait for its own retries.
    const thrown = new Error('endpoints_resolution_error: See https://aka.ms/msal.js.errors');
    const connection = (authorityUrl: string): ServiceConnection => ({
      name: 'azure',
      armUrl: 'https://arm',
      authorityUrl,
      audience: 'a',
      tenantId: tenant,
      subscriptionId: 's',
      signIn: withSecret,
    });
    refuses(
      'AzureNotReachable',
      /'https:\/\/localhost:9': ECONNREFUSED/,
    )(await signInFailure(connection('https://localhost:9'), thrown));
    const server = await startHttpsFake(() => ({ ...refused('90002'), status: 400 }));
    try {
      await assert.rejects(
        createCredential(connection(server.origin)).getToken(scope),
        refuses('AzureUnauthorized', /there is no such tenant \(AADSTS90002\)/),
      );
    } finally {
      await server.close();
    }
  });
});
