// The organization's OpenID Connect issuer: signs the short tokens that a federated service connection trades for Azure ones.
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';

/** What Entra expects of a federated credential. */
const audience = 'api://AzureADTokenExchange';
/** Azure DevOps gives its tokens a few minutes; long enough for one exchange. */
const lifetime = '10m';

export interface Issuer {
  /** Known once the server listens. */
  readonly url: () => string;
  readonly keys: { readonly keys: readonly JWK[] };
  /** A signed token saying that a job of this connection asks. */
  sign(subject: string): Promise<string>;
}

export async function createIssuer(url: () => string): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = randomUUID();
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' };
  return {
    url,
    keys: { keys: [jwk] },
    sign: (subject) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .setIssuer(url())
        .setSubject(subject)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt()
        .setNotBefore('0s')
        .setExpirationTime(lifetime)
        .sign(privateKey),
  };
}

/** The subject of a service connection's tokens. */
export function subjectOf(organization: string, project: string, connectionName: string): string {
  return `sc://${organization}/${project}/${connectionName}`;
}
