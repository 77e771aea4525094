// The self-signed certificate of the emulated service principal, and its thumbprints.
import { createHash, webcrypto } from 'node:crypto';
// @peculiar/x509 resolves its parts through tsyringe, which needs this polyfill first.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

export interface ClientCertificate {
  readonly certificatePem: string;
  /** Certificate and private key in one PEM text, the form that service connections and SDKs take. */
  readonly pem: string;
}

// RSA, because MSAL signs client assertions with RS256 or PS256 only.
const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const dayMs = 86_400_000;

export async function createClientCertificate(now: Date): Promise<ClientCertificate> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=azureml-model-release service connection',
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + 30 * dayMs),
    signingAlgorithm: algorithm,
    keys,
  });
  const key = x509.PemConverter.encode(
    await webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
  const certificatePem = certificate.toString('pem');
  return { certificatePem, pem: `${key}\n${certificatePem}\n` };
}

/** The thumbprint of a PEM certificate as assertions carry it in `x5t` (sha1) or `x5t#S256` (sha256). */
export function thumbprint(certificatePem: string, hash: 'sha1' | 'sha256'): string {
  const der = Buffer.from(certificatePem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return createHash(hash).update(der).digest('base64url');
}
