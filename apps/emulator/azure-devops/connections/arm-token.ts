// Signs in to Azure for a service connection, as the server does before it calls a data source.
import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { httpsCall } from '../../kernel/https-client.ts';
import type { ServiceConnection } from './service-connection.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const answerBytes = 64 * 1024;
const timeoutMs = 20_000;

const tokenAnswer = z.object({ access_token: z.string().min(1) });

function parameter(connection: ServiceConnection, name: string): string {
  const found = Object.entries(connection.parameters).find(
    ([key]) => key.toLowerCase() === name.toLowerCase(),
  )?.[1];
  if (found) return found;
  throw new Error(`The service connection "${connection.name}" has no ${name}.`);
}

async function certificateAssertion(pem: string, clientId: string, tokenUrl: string): Promise<string> {
  const thumbprint = new X509Certificate(pem).fingerprint256.replaceAll(':', '');
  return new SignJWT({})
    .setProtectedHeader({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': Buffer.from(thumbprint, 'hex').toString('base64url'),
    })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('10m')
    .sign(createPrivateKey(pem));
}

async function proof(
  connection: ServiceConnection,
  tokenUrl: string,
  federatedToken: () => Promise<string>,
): Promise<Record<string, string>> {
  if (connection.scheme.toLowerCase() === 'workloadidentityfederation')
    return { client_assertion_type: assertionType, client_assertion: await federatedToken() };
  if (connection.parameters['authenticationType'] !== 'spnCertificate')
    return { client_secret: parameter(connection, 'serviceprincipalkey') };
  const pem = parameter(connection, 'servicePrincipalCertificate');
  const clientId = parameter(connection, 'serviceprincipalid');
  return {
    client_assertion_type: assertionType,
    client_assertion: await certificateAssertion(pem, clientId, tokenUrl),
  };
}

/**
 * An access token for the connection's Azure Resource Manager. `federatedToken` is asked only by a federated connection.
 * Throws when the authority refuses; the message carries its words, never the secret.
 */
export async function armToken(
  connection: ServiceConnection,
  caPem: string,
  federatedToken: () => Promise<string>,
): Promise<string> {
  const authority = connection.data['environmentAuthorityUrl'] ?? 'https://login.microsoftonline.com/';
  const audience =
    connection.data['activeDirectoryServiceEndpointResourceId'] ?? 'https://management.core.windows.net/';
  const tokenUrl = `${authority.replace(/\/$/, '')}/${parameter(connection, 'tenantid')}/oauth2/v2.0/token`;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: parameter(connection, 'serviceprincipalid'),
    scope: `${audience}/.default`,
    ...(await proof(connection, tokenUrl, federatedToken)),
  });
  const answer = await httpsCall({
    method: 'POST',
    url: tokenUrl,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    caPem,
    timeoutMs,
    maxBytes: answerBytes,
  });
  const text = answer.body.toString('utf8');
  if (answer.status !== 200)
    throw new Error(`Failed to obtain an access token for "${connection.name}": ${answer.status} ${text}`);
  return tokenAnswer.parse(JSON.parse(text)).access_token;
}
