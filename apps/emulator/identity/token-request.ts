// Reads and decides one request to the token endpoint: who is calling, by which proof, for which resource.
import type { JSONWebKeySet } from 'jose';
import { checkClientAssertion } from './client-assertion.ts';
import type { Application, Tenant } from './tenant.ts';
import { tokenErrors } from './token-error.ts';

export interface TokenRequestContext {
  readonly tenant: Tenant;
  /** The tenant as the path names it. */
  readonly tenantInPath: string;
  readonly authority: string;
  readonly now: Date;
  readonly keysOf: (issuer: string) => Promise<JSONWebKeySet>;
}

export interface Grant {
  readonly application: Application;
  readonly resource: string;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw tokenErrors.missingParameter(name);
  return value;
}

function checkSecret(application: Application, secret: string, now: Date): void {
  const known = application.secrets.find(({ value }) => value === secret);
  if (!known) throw tokenErrors.wrongSecret(application.clientId);
  if (known.expiresAt <= now) throw tokenErrors.expiredSecret(application.clientId);
}

function resourceOf(scope: string, tenant: Tenant): string {
  const suffix = '/.default';
  if (!scope.endsWith(suffix) || scope.includes(' ')) throw tokenErrors.badScope(scope);
  const resource = scope.slice(0, -suffix.length);
  if (!tenant.hasResource(resource)) throw tokenErrors.unknownResource(resource, tenant.displayName);
  return resource;
}

/**
 * Decides a client-credentials request.
 *
 * @throws TokenError with the code that Entra ID would give
 */
export async function decideTokenRequest(
  form: URLSearchParams,
  context: TokenRequestContext,
): Promise<Grant> {
  const { tenant, tenantInPath, authority, now } = context;
  if (tenantInPath.toLowerCase() !== tenant.tenantId) throw tokenErrors.unknownTenant(tenantInPath);
  const grantType = required(form, 'grant_type');
  if (grantType !== 'client_credentials') throw tokenErrors.unsupportedGrant(grantType);
  const clientId = required(form, 'client_id');
  const application = tenant.application(clientId);
  if (!application) throw tokenErrors.unknownApplication(clientId, tenant.displayName);
  const resource = resourceOf(required(form, 'scope'), tenant);
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  if (secret) checkSecret(application, secret, now);
  else if (assertion) {
    if (form.get('client_assertion_type') !== assertionType)
      throw tokenErrors.missingParameter('client_assertion_type');
    await checkClientAssertion(assertion, {
      application,
      federated: tenant.federatedCredentials(application.clientId),
      audiences: [
        `${authority}/${tenantInPath}/oauth2/v2.0/token`,
        `${authority}/${tenantInPath}/oauth2/token`,
        `${authority}/${tenantInPath}/v2.0`,
      ],
      now,
      keysOf: context.keysOf,
    });
  } else throw tokenErrors.noCredential();
  return { application, resource };
}
