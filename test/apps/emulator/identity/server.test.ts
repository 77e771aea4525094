import assert from 'node:assert/strict';
import { createPrivateKey, randomUUID } from 'node:crypto';
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
} from '@azure/identity';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { thumbprint } from '../../../../apps/emulator/identity/client-certificate.ts';
import { startIdentity, type Identity } from '../../../../apps/emulator/identity/server.ts';
import { createCertificateAuthority } from '../../../../apps/emulator/kernel/certificate-authority.ts';
import { GapList } from '../../../../apps/emulator/kernel/gap-list.ts';
import { httpsCall } from '../../../../apps/emulator/kernel/https-client.ts';
import { startHttpsServer, type RunningServer } from '../../../../apps/emulator/kernel/https-server.ts';
import { trusting } from '../../../support/trusting-http-client.ts';

const scope = 'https://management.azure.com/.default';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const audience = 'api://AzureADTokenExchange';
const subject = 'sc://org/project/connection';

describe('apps/emulator/identity/server.ts', () => {
  let identity: Identity;
  let issuer: RunningServer;
  let issuerKey: CryptoKey;
  let caPem = '';
  let now = new Date();
  const options = () => ({
    authorityHost: identity.authority,
    disableInstanceDiscovery: true,
    ...trusting(caPem),
  });

  before(async () => {
    const authority = await createCertificateAuthority(new Date());
    ({ caPem } = authority);
    const certificate = await authority.issueForLocalhost();
    const common = { port: 0, certificate, caPem, gaps: new GapList() };
    identity = await startIdentity({ ...common, now: () => now });
    const pair = await generateKeyPair('RS256');
    issuerKey = pair.privateKey;
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'issuer', use: 'sig', alg: 'RS256' };
    issuer = await startHttpsServer({
      ...common,
      name: 'issuer',
      notFoundBody: () => ({}),
      register: (app, origin) => {
        app.get('/.well-known/openid-configuration', () => ({
          issuer: origin(),
          jwks_uri: `${origin()}/keys`,
        }));
        app.get('/keys', () => ({ keys: [jwk] }));
      },
    });
    identity.trustIssuer({
      issuer: issuer.origin,
      audience,
      acceptsSubject: (presented) => presented === subject,
    });
  });
  beforeEach(() => (now = new Date()));
  after(() => Promise.all([identity.close(), issuer.close()]));

  async function post(
    form: Record<string, string>,
    tenant = identity.tenantId,
  ): Promise<{ status: number; code: number; error: string; body: Record<string, unknown> }> {
    const answer = await httpsCall({
      method: 'POST',
      url: `${identity.authority}/${tenant}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      caPem,
      timeoutMs: 5_000,
      maxBytes: 100_000,
    });
    const body = JSON.parse(answer.body.toString()) as Record<string, unknown>;
    const [code = 0] = (body.error_codes ?? []) as number[];
    return { status: answer.status, code, error: body.error as string, body };
  }

  const secretForm = () => ({
    grant_type: 'client_credentials',
    scope,
    client_id: identity.client.clientId,
    client_secret: identity.client.clientSecret,
  });

  const assertionForm = (assertion: string) => ({
    grant_type: 'client_credentials',
    scope,
    client_id: identity.client.clientId,
    client_assertion_type: assertionType,
    client_assertion: assertion,
  });

  function federated(claims: { issuer?: string; subject?: string; audience?: string }, key = issuerKey) {
    return new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', kid: 'issuer' })
      .setIssuer(claims.issuer ?? issuer.origin)
      .setSubject(claims.subject ?? subject)
      .setAudience(claims.audience ?? audience)
      .setExpirationTime('10m')
      .sign(key);
  }

  describe('with the unmodified SDK', () => {
    it('gives a token for a secret', async () => {
      const { tenantId, client } = identity;
      const credential = new ClientSecretCredential(
        tenantId,
        client.clientId,
        client.clientSecret,
        options(),
      );
      const { token, expiresOnTimestamp } = await credential.getToken(scope);
      const claims = decodeJwt(token);
      assert.equal(claims.aud, 'https://management.azure.com');
      assert.equal(claims.tid, tenantId);
      assert.equal(claims.oid, client.objectId);
      assert.ok(expiresOnTimestamp > Date.now() + 3_000_000);
      assert.deepEqual(await identity.check(token), {
        kind: 'valid',
        caller: {
          clientId: client.clientId,
          objectId: client.objectId,
          audience: 'https://management.azure.com',
        },
      });
    });

    it('gives a token for a certificate', async () => {
      const { tenantId, client } = identity;
      const credential = new ClientCertificateCredential(
        tenantId,
        client.clientId,
        { certificate: client.certificatePem },
        options(),
      );
      assert.equal((await identity.check((await credential.getToken(scope)).token)).kind, 'valid');
    });

    it('gives a token for the assertion of a federated issuer', async () => {
      const { tenantId, client } = identity;
      const credential = new ClientAssertionCredential(
        tenantId,
        client.clientId,
        () => federated({}),
        options(),
      );
      assert.equal((await identity.check((await credential.getToken(scope)).token)).kind, 'valid');
    });

    it('says why it refuses', async () => {
      const { tenantId, client } = identity;
      const wrong = new ClientSecretCredential(tenantId, client.clientId, 'wrong', options());
      await assert.rejects(wrong.getToken(scope), /AADSTS7000215/);
      const expired = new ClientSecretCredential(
        tenantId,
        client.clientId,
        client.expiredClientSecret,
        options(),
      );
      await assert.rejects(expired.getToken(scope), /AADSTS7000222/);
      const stranger = new ClientSecretCredential(randomUUID(), client.clientId, 'x', options());
      // The library reads the tenant's metadata first, and hides the service's reason (AADSTS90002).
      await assert.rejects(stranger.getToken(scope), /endpoints_resolution_error/);
    });
  });

  it('knows which application, secret, scope and grant it was asked for', async () => {
    const cases: [change: Record<string, string>, code: number, status: number][] = [
      [{ client_id: randomUUID() }, 700016, 400],
      [{ client_secret: 'wrong' }, 7000215, 401],
      [{ client_secret: identity.client.expiredClientSecret }, 7000222, 401],
      [{ client_secret: '' }, 7000218, 401],
      [{ scope: 'https://management.azure.com/user_impersonation' }, 1002012, 400],
      [{ scope: 'https://unknown.example/.default' }, 500011, 400],
      [{ scope: '' }, 900144, 400],
      [{ grant_type: 'password' }, 70003, 400],
    ];
    for (const [change, code, status] of cases) {
      const answer = await post({ ...secretForm(), ...change });
      assert.deepEqual([answer.code, answer.status], [code, status]);
      assert.match(String(answer.body.error_description), new RegExp(`^AADSTS${code}: .*Trace ID: `));
    }
    assert.equal((await post(secretForm(), randomUUID())).code, 90002);
    // A secret is not read when the application is unknown: the same answer whatever it is.
    assert.ok(!JSON.stringify(await post({ ...secretForm(), client_secret: 'hunter2' })).includes('hunter2'));
  });

  it('keeps a trailing slash of the resource in the audience', async () => {
    const { body } = await post({ ...secretForm(), scope: 'https://management.azure.com//.default' });
    assert.equal(decodeJwt(String(body.access_token)).aud, 'https://management.azure.com/');
  });

  it('refuses a federated assertion by what does not match', async () => {
    const other = await generateKeyPair('RS256');
    const cases: [assertion: Promise<string>, code: number][] = [
      [federated({ issuer: 'https://localhost:1' }), 700211],
      [federated({ audience: 'api://Other' }), 700212],
      [federated({ subject: 'sc://org/project/other' }), 700213],
      [federated({}, other.privateKey), 700027],
      [Promise.resolve('no.token.atall'), 50027],
    ];
    for (const [assertion, code] of cases) {
      const answer = await post(assertionForm(await assertion));
      assert.deepEqual([answer.code, answer.status, answer.error], [code, 401, 'invalid_client']);
    }
  });

  it('knows an application without any federated credential', async () => {
    const { clientId } = identity.clientWithoutRole;
    const answer = await post({ ...assertionForm(await federated({})), client_id: clientId });
    assert.equal(answer.code, 70025);
  });

  it('refuses a certificate’s assertion by what does not match', async () => {
    const { clientId, certificatePem } = identity.client;
    const key = createPrivateKey(certificatePem);
    const url = `${identity.authority}/${identity.tenantId}/oauth2/v2.0/token`;
    const sign = (changes: { x5t?: string; audience?: string; subject?: string; expiresAt?: number }) => {
      return new SignJWT({})
        .setProtectedHeader({
          alg: 'RS256',
          'x5t#S256':
            changes.x5t ?? thumbprint(certificatePem.slice(certificatePem.indexOf('-----BEGIN C')), 'sha256'),
        })
        .setIssuer(clientId)
        .setSubject(changes.subject ?? clientId)
        .setAudience(changes.audience ?? url)
        .setExpirationTime(changes.expiresAt ?? Math.floor(Date.now() / 1000) + 600)
        .setJti(randomUUID())
        .sign(key);
    };
    assert.equal((await post(assertionForm(await sign({})))).status, 200);
    assert.equal((await post(assertionForm(await sign({ x5t: 'AAAA' })))).code, 700027);
    assert.equal((await post(assertionForm(await sign({ audience: 'https://elsewhere' })))).code, 700023);
    assert.equal((await post(assertionForm(await sign({ subject: randomUUID() })))).code, 700021);
    assert.equal((await post(assertionForm(await sign({ expiresAt: 1_000 })))).code, 700024);
  });

  it('lets its tokens end', async () => {
    const { body } = await post(secretForm());
    now = new Date(Date.now() + 3_700_000);
    assert.equal((await identity.check(String(body.access_token))).kind, 'expired');
  });

  it('does not take tokens that it did not sign', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ appid: 'a', oid: 'b' })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(`https://sts.windows.net/${identity.tenantId}/`)
      .setAudience('https://management.azure.com')
      .setExpirationTime('1h')
      .sign(privateKey);
    assert.equal((await identity.check(forged)).kind, 'invalid');
    assert.equal((await identity.check('abc')).kind, 'invalid');
  });
});
