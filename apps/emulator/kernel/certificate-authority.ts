// A certificate authority made at start, so that unmodified clients accept the stack's HTTPS servers
// (they are pointed at its certificate, for example with NODE_EXTRA_CA_CERTS).
import { webcrypto } from 'node:crypto';
// @peculiar/x509 resolves its parts through tsyringe, which needs this polyfill first.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

export interface ServerCertificate {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface CertificateAuthority {
  readonly caPem: string;
  /** A server certificate for localhost, 127.0.0.1 and ::1. */
  issueForLocalhost(): Promise<ServerCertificate>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
// A stack lives for hours; a month leaves room for --stay without making a long-lived authority.
const lifetimeDays = 30;

function validity(now: Date): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + lifetimeDays * dayMs),
  };
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

export async function createCertificateAuthority(now: Date): Promise<CertificateAuthority> {
  const generate = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const caKeys = await generate();
  const caName = 'CN=AzureML Model Release one-machine stack';
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: caName,
    ...validity(now),
    signingAlgorithm: algorithm,
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      // Authorities of several stacks have one name; by this, whoever trusts two of them finds the right one.
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  return {
    caPem: ca.toString('pem'),
    async issueForLocalhost() {
      const keys = await generate();
      const certificate = await x509.X509CertificateGenerator.create({
        subject: 'CN=localhost',
        issuer: caName,
        ...validity(now),
        signingAlgorithm: algorithm,
        publicKey: keys.publicKey,
        signingKey: caKeys.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false),
          new x509.SubjectAlternativeNameExtension([
            { type: 'dns', value: 'localhost' },
            { type: 'ip', value: '127.0.0.1' },
            { type: 'ip', value: '::1' },
          ]),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          await x509.AuthorityKeyIdentifierExtension.create(ca),
        ],
      });
      return { certPem: certificate.toString('pem'), keyPem: await exportKey(keys.privateKey) };
    },
  };
}
