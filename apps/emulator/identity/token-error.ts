// The token endpoint's refusals, with the AADSTS codes and the wording of Microsoft Entra ID.
import { randomUUID } from 'node:crypto';

export interface TokenErrorSpec {
  /** The number after AADSTS. */
  readonly code: number;
  readonly status: 400 | 401;
  /** The OAuth 2.0 error. */
  readonly error:
    | 'invalid_client'
    | 'invalid_grant'
    | 'invalid_request'
    | 'invalid_resource'
    | 'invalid_scope'
    | 'unauthorized_client'
    | 'unsupported_grant_type';
  readonly message: string;
}

/** A refusal on its way to the client. */
export class TokenError extends Error {
  readonly spec: TokenErrorSpec;

  constructor(spec: TokenErrorSpec) {
    super(`AADSTS${spec.code}: ${spec.message}`);
    this.spec = spec;
  }

  /** The body as the service writes it. `now` becomes the timestamp. */
  body(now: Date, authority: string): Record<string, unknown> {
    const traceId = randomUUID();
    const correlationId = randomUUID();
    const timestamp = now.toISOString().replace('T', ' ').replace(/\.\d+/, '');
    return {
      error: this.spec.error,
      error_description: `${this.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [this.spec.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `${authority}/error?code=${this.spec.code}`,
    };
  }
}

const refusal = (
  code: number,
  status: TokenErrorSpec['status'],
  error: TokenErrorSpec['error'],
  message: string,
): TokenError => new TokenError({ code, status, error, message });

export const tokenErrors = {
  unknownTenant: (tenant: string) =>
    refusal(
      90002,
      400,
      'invalid_request',
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    ),
  unknownApplication: (clientId: string, directory: string) =>
    refusal(
      700016,
      400,
      'unauthorized_client',
      `Application with identifier '${clientId}' was not found in the directory '${directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    ),
  wrongSecret: (clientId: string) =>
    refusal(
      7000215,
      401,
      'invalid_client',
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    ),
  expiredSecret: (clientId: string) =>
    refusal(
      7000222,
      401,
      'invalid_client',
      `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    ),
  noCredential: () =>
    refusal(
      7000218,
      401,
      'invalid_client',
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  missingParameter: (name: string) =>
    refusal(
      900144,
      400,
      'invalid_request',
      `The request body must contain the following parameter: '${name}'.`,
    ),
  unsupportedGrant: (grant: string) =>
    refusal(70003, 400, 'unsupported_grant_type', `The app requested an unsupported grant type '${grant}'.`),
  badScope: (scope: string) =>
    refusal(
      1002012,
      400,
      'invalid_scope',
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  unknownResource: (resource: string, directory: string) =>
    refusal(
      500011,
      400,
      'invalid_resource',
      `The resource principal named ${resource} was not found in the tenant named ${directory}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    ),
  malformedAssertion: () =>
    refusal(
      50027,
      401,
      'invalid_client',
      'JWT token is invalid or malformed: the client assertion cannot be read.',
    ),
  badSignature: (reason: string) =>
    refusal(
      700027,
      401,
      'invalid_client',
      `The certificate with identifier used to sign the client assertion is not registered on application, or the client assertion contains an invalid signature. [Reason - ${reason}]`,
    ),
  outOfTime: (now: Date) =>
    refusal(
      700024,
      401,
      'invalid_client',
      `Client assertion is not within its valid time range. Current time: ${now.toISOString()}.`,
    ),
  wrongAssertionAudience: (audience: string) =>
    refusal(
      700023,
      401,
      'invalid_client',
      `Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials. Presented audience: '${audience}'.`,
    ),
  wrongAssertionIdentity: () =>
    refusal(
      700021,
      401,
      'invalid_client',
      "Client assertion application identifier doesn't match 'client_id' parameter.",
    ),
  noFederatedIssuer: (issuer: string) =>
    refusal(
      700211,
      401,
      'invalid_client',
      `No matching federated identity record found for presented assertion issuer '${issuer}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
    ),
  noFederatedAudience: (audience: string) =>
    refusal(
      700212,
      401,
      'invalid_client',
      `No matching federated identity record found for presented assertion audience '${audience}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
    ),
  noFederatedSubject: (subject: string) =>
    refusal(
      700213,
      401,
      'invalid_client',
      `No matching federated identity record found for presented assertion subject '${subject}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
    ),
  noFederationAtAll: (clientId: string) =>
    refusal(
      70025,
      401,
      'invalid_client',
      `The client '${clientId}' has no configured federated identity credentials.`,
    ),
};
