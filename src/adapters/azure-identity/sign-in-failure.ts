// Turns a failed sign-in into the catalogue's words: the reason in one clause, without trace ids and without secrets.
import {
  createDefaultHttpClient,
  createPipelineFromOptions,
  createPipelineRequest,
} from '@azure/core-rest-pipeline';
import type { ServiceConnection } from '../../core/service-connection.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { type ExtensionError, isExtensionError } from '../../core/errors/extension-error.ts';

/** Entra's error numbers that a service connection can cause, as clauses (learn.microsoft.com: reference-error-codes). */
const reasons: Readonly<Record<string, string>> = {
  '7000222': 'the client secret has expired',
  '7000215': 'the client secret is wrong',
  '7000216': 'the sign-in carries neither a secret nor an assertion',
  '7000112': 'the application is disabled',
  '700016': 'the tenant does not know this application',
  '700027': 'the certificate is not registered for this application, or its signature is wrong',
  '700024': 'the assertion has expired or is not valid yet (check the clock of the agent)',
  '700211': 'no federated credential of the application accepts the issuer of the assertion',
  '700212': 'no federated credential of the application accepts the audience of the assertion',
  '700213': 'no federated credential of the application accepts the subject of the assertion',
  '70021': 'no federated credential of the application accepts the assertion',
  '50027': 'the assertion is not valid',
  '90002': 'there is no such tenant',
  '900023': 'the tenant is neither an id nor a domain name',
  '500011': 'the tenant does not know the resource that the token is for',
  '53003': 'a conditional access policy blocks the sign-in',
};

// Codes of a connection that did not come about. Those of TLS are whole families: Node names every fault of a server's
// certificate by its own one.
const networkCodes =
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+|CERT_[A-Z_]+|ERR_TLS_[A-Z_]+|ERR_SSL_[A-Z_]+)\b/;

/** The catalogue's error for whatever the identity package threw. */
export async function signInFailure(connection: ServiceConnection, thrown: unknown): Promise<ExtensionError> {
  if (isExtensionError(thrown)) return thrown;
  // MSAL says only that it found no endpoints, not why.
  const unresolved = /endpoints_resolution_error|openid_config_error/.test(chainText(thrown));
  const error = unresolved ? await metadataFailure(connection) : thrown;
  const text = chainText(error);
  const network = networkCodes.exec(text)?.[0] ?? (isAbort(error) ? 'no answer in time' : undefined);
  if (network !== undefined)
    return fail('AzureNotReachable', { url: connection.authorityUrl, reason: network }, thrown);
  const status = statusOf(error);
  if (status === 429 || (status !== undefined && status >= 500))
    return fail(
      'AzureFailed',
      { resource: connection.authorityUrl, status, reason: 'no token was given' },
      thrown,
    );
  return fail(
    'AzureUnauthorized',
    { identity: connection.signIn.clientId, tenant: connection.tenantId, reason: reasonIn(text, status) },
    thrown,
  );
}

function reasonIn(text: string, status: number | undefined): string {
  const code = /AADSTS(\d+)/.exec(text)?.[1];
  if (code !== undefined) return `${reasons[code] ?? 'the sign-in was rejected'} (AADSTS${code})`;
  if (/oidcToken|OIDC request/i.test(text))
    return `Azure DevOps gave the job no token for the service connection${status === undefined ? '' : ` (HTTP ${status})`}`;
  // node:crypto and MSAL speak of the key and the certificate in several wordings.
  if (/PEM|asn1|decoder|unsupported|private key|certificate/i.test(text))
    return 'the certificate of the connection cannot be read; it must be PEM with certificate and private key';
  if (/endpoints_resolution_error|openid_config/i.test(text)) return 'the authority does not know the tenant';
  return 'the sign-in was rejected';
}

/** Asks once more for the document that MSAL could not get, for the reason alone. */
async function metadataFailure({ authorityUrl, tenantId }: ServiceConnection): Promise<unknown> {
  const url = `${authorityUrl}/${encodeURIComponent(tenantId)}/v2.0/.well-known/openid-configuration`;
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 0 } });
  try {
    const request = createPipelineRequest({ url, timeout: 10_000 });
    const { status, bodyAsText } = await pipeline.sendRequest(createDefaultHttpClient(), request);
    const code = /AADSTS\d+/.exec(bodyAsText ?? '')?.[0] ?? '';
    return Object.assign(new Error(`no sign-in metadata ${code}`), { statusCode: status });
  } catch (error) {
    return error;
  }
}

/** Messages and codes of an error and its causes, for looking things up in; never shown. */
function chainText(error: unknown): string {
  const parts: string[] = [];
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth++) {
    const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
    parts.push(current.message, code);
    current = current.cause;
  }
  return parts.join('\n');
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
