// Checks a client assertion: a JWT signed with a registered certificate, or one of a trusted federated issuer.
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, errors, importX509, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import { thumbprint } from './client-certificate.ts';
import type { Application, FederatedCredential } from './tenant.ts';
import { tokenErrors } from './token-error.ts';

export interface AssertionContext {
  readonly application: Application;
  readonly federated: readonly FederatedCredential[];
  /** What `aud` of a certificate's assertion may be: the token endpoint in its accepted spellings. */
  readonly audiences: readonly string[];
  readonly now: Date;
  /** The signing keys that an issuer publishes. */
  readonly keysOf: (issuer: string) => Promise<JSONWebKeySet>;
}

/** Entra ID forgives clocks that differ by this much. */
const clockTolerance = 300;

function decode(assertion: string): { header: Record<string, unknown>; payload: JWTPayload } {
  try {
    return { header: { ...decodeProtectedHeader(assertion) }, payload: decodeJwt(assertion) };
  } catch {
    throw tokenErrors.malformedAssertion();
  }
}

function translate(error: unknown, now: Date): never {
  if (error instanceof errors.JWTExpired) throw tokenErrors.outOfTime(now);
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf')
    throw tokenErrors.outOfTime(now);
  if (error instanceof errors.JOSEError)
    throw tokenErrors.badSignature('The signature does not verify with the registered key.');
  throw error;
}

async function checkCertificateAssertion(assertion: string, context: AssertionContext): Promise<void> {
  const { header, payload } = decode(assertion);
  const { application, now } = context;
  const certificate = application.certificates.find(
    (pem) => thumbprint(pem, 'sha1') === header.x5t || thumbprint(pem, 'sha256') === header['x5t#S256'],
  );
  if (!certificate) {
    const used = [header['x5t#S256'], header.x5t].find((value) => typeof value === 'string') ?? 'none';
    throw tokenErrors.badSignature(`The key was not found., Thumbprint of key used by client: '${used}'`);
  }
  const algorithm = header.alg === 'PS256' ? 'PS256' : 'RS256';
  const key = await importX509(certificate, algorithm);
  await jwtVerify(assertion, key, {
    currentDate: now,
    clockTolerance,
    requiredClaims: ['exp', 'jti'],
    algorithms: [algorithm],
  }).catch((error: unknown) => translate(error, now));
  const audience = [payload.aud ?? []].flat();
  if (!audience.some((value) => context.audiences.includes(value)))
    throw tokenErrors.wrongAssertionAudience(audience.join(' '));
  if (payload.iss !== application.clientId || payload.sub !== application.clientId)
    throw tokenErrors.wrongAssertionIdentity();
}

async function checkFederatedAssertion(
  assertion: string,
  payload: JWTPayload,
  context: AssertionContext,
): Promise<void> {
  const { federated, now } = context;
  if (federated.length === 0) throw tokenErrors.noFederationAtAll(context.application.clientId);
  const issuer = payload.iss ?? '';
  const ofIssuer = federated.filter((credential) => credential.issuer === issuer);
  if (ofIssuer.length === 0) throw tokenErrors.noFederatedIssuer(issuer);
  const audience = [payload.aud ?? []].flat();
  const ofAudience = ofIssuer.filter((credential) => audience.includes(credential.audience));
  if (ofAudience.length === 0) throw tokenErrors.noFederatedAudience(audience.join(' '));
  const subject = payload.sub ?? '';
  if (!ofAudience.some((credential) => credential.acceptsSubject(subject)))
    throw tokenErrors.noFederatedSubject(subject);
  const keys = createLocalJWKSet(await context.keysOf(issuer));
  await jwtVerify(assertion, keys, {
    currentDate: now,
    clockTolerance,
    requiredClaims: ['exp', 'sub'],
  }).catch((error: unknown) => translate(error, now));
}

/**
 * Resolves when `assertion` proves that the caller is the application.
 *
 * @throws TokenError saying what is wrong with it
 */
export async function checkClientAssertion(assertion: string, context: AssertionContext): Promise<void> {
  const { payload } = decode(assertion);
  // An application signs assertions about itself; everything else claims to come from a federated issuer.
  if (payload.iss === context.application.clientId || payload.sub === context.application.clientId)
    await checkCertificateAssertion(assertion, context);
  else await checkFederatedAssertion(assertion, payload, context);
}
