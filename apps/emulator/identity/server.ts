// The emulated identity service (Microsoft Entra ID): OpenID metadata, keys and the token endpoint of one tenant.
import { randomUUID } from 'node:crypto';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import type { GapList } from '../kernel/gap-list.ts';
import { startHttpsServer, type App, type RunningServer } from '../kernel/https-server.ts';
import { createTokenSigner, type TokenCheck, type TokenSigner } from './access-token.ts';
import { createClientCertificate } from './client-certificate.ts';
import { fetchIssuerKeys } from './federated-issuer.ts';
import { newSecret, Tenant, type FederatedCredential } from './tenant.ts';
import { TokenError, tokenErrors } from './token-error.ts';
import { decideTokenRequest } from './token-request.ts';

export interface IdentityOptions {
  readonly port: number;
  readonly certificate: ServerCertificate;
  readonly caPem: string;
  readonly gaps: GapList;
  readonly now: () => Date;
}

export interface RegisteredClient {
  readonly clientId: string;
  readonly objectId: string;
  readonly clientSecret: string;
}

export interface Identity extends RunningServer {
  /** The authority host, e.g. https://localhost:43121. */
  readonly authority: string;
  readonly tenantId: string;
  /** The application of the service connection: it holds the role on the workspace. */
  readonly client: RegisteredClient & {
    readonly certificatePem: string;
    readonly expiredClientSecret: string;
  };
  /** An application that signs in but holds no role anywhere. */
  readonly clientWithoutRole: RegisteredClient;
  /** Adds a federated credential to the application of the service connection. */
  trustIssuer(credential: FederatedCredential): void;
  /** Makes `resource` one that tokens can be asked for. */
  allowResource(resource: string): void;
  /** Checks an access token that a service received. */
  check(token: string): Promise<TokenCheck>;
}

const dayMs = 86_400_000;

/** Application ID URIs that exist in every tenant (the GUID is Azure DevOps). */
const wellKnownResources = [
  'https://management.azure.com',
  'https://management.core.windows.net',
  'https://storage.azure.com',
  'https://ml.azure.com',
  '499b84ac-1321-427f-aa17-267ca6975798',
];

interface RouteContext {
  readonly tenant: Tenant;
  readonly signer: TokenSigner;
  readonly options: IdentityOptions;
}

function addRoutes(app: App, origin: () => string, { tenant, signer, options }: RouteContext): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body as string)),
  );
  const requireTenant = (name: string) => {
    if (name.toLowerCase() !== tenant.tenantId) throw tokenErrors.unknownTenant(name);
  };
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof TokenError)
      return reply.status(error.spec.status).send(error.body(options.now(), origin()));
    return reply.send(error);
  });
  app.get<{ Params: { tenant: string } }>('/:tenant/v2.0/.well-known/openid-configuration', (request) => {
    requireTenant(request.params.tenant);
    const base = `${origin()}/${tenant.tenantId}`;
    return {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'tid', 'oid', 'appid'],
    };
  });
  app.get<{ Params: { tenant: string } }>('/:tenant/discovery/v2.0/keys', (request) => {
    requireTenant(request.params.tenant);
    return signer.jwks;
  });
  app.post<{ Params: { tenant: string } }>('/:tenant/oauth2/v2.0/token', async (request, reply) => {
    const grant = await decideTokenRequest(
      request.body instanceof URLSearchParams ? request.body : new URLSearchParams(),
      {
        tenant,
        tenantInPath: request.params.tenant,
        authority: origin(),
        now: options.now(),
        keysOf: (issuer) => fetchIssuerKeys(issuer, options.caPem),
      },
    );
    const { token, expiresInSeconds } = await signer.issue({ ...grant, now: options.now() });
    void reply.headers({ 'cache-control': 'no-store, no-cache', pragma: 'no-cache' });
    return {
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      ext_expires_in: expiresInSeconds,
      access_token: token,
    };
  });
}

export async function startIdentity(options: IdentityOptions): Promise<Identity> {
  const tenant = new Tenant();
  const now = options.now();
  const [signer, certificate] = await Promise.all([
    createTokenSigner(tenant.tenantId),
    createClientCertificate(now),
  ]);
  const client = {
    clientId: randomUUID(),
    objectId: randomUUID(),
    clientSecret: newSecret(),
    expiredClientSecret: newSecret(),
    certificatePem: certificate.pem,
  };
  tenant.add({
    ...client,
    displayName: 'service connection',
    certificates: [certificate.certificatePem],
    secrets: [
      { value: client.clientSecret, expiresAt: new Date(now.getTime() + 180 * dayMs) },
      { value: client.expiredClientSecret, expiresAt: new Date(now.getTime() - dayMs) },
    ],
  });
  const clientWithoutRole = { clientId: randomUUID(), objectId: randomUUID(), clientSecret: newSecret() };
  tenant.add({
    ...clientWithoutRole,
    displayName: 'without any role',
    certificates: [],
    secrets: [{ value: clientWithoutRole.clientSecret, expiresAt: new Date(now.getTime() + 180 * dayMs) }],
  });
  wellKnownResources.forEach((resource) => tenant.addResource(resource));
  const server = await startHttpsServer({
    name: 'identity',
    port: options.port,
    certificate: options.certificate,
    gaps: options.gaps,
    notFoundBody: (method, path) => ({
      error: 'not_found',
      error_description: `${method} ${path} is not known to the emulated identity service.`,
    }),
    register: (app, origin) => addRoutes(app, origin, { tenant, signer, options }),
  });
  return {
    ...server,
    authority: server.origin,
    tenantId: tenant.tenantId,
    client,
    clientWithoutRole,
    trustIssuer: (credential) => tenant.federate(client.clientId, credential),
    allowResource: (resource) => tenant.addResource(resource),
    check: (token) => signer.check(token, options.now()),
  };
}
