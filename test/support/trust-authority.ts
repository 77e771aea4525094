// Makes this process trust a certificate authority, as NODE_EXTRA_CA_CERTS does for a process that is yet to start.
import tls from 'node:tls';

const trusted = new Set<string>();
const original = tls.createSecureContext;

/** Unmodified clients of this process accept the authority's servers from now on, besides the public ones. */
export function trustAuthority(caPem: string): void {
  if (trusted.size === 0)
    tls.createSecureContext = (options) => {
      const made = original(options);
      // The native context, typed `any`; Node 20 has no public call that adds to the default authorities.
      const context = made.context as unknown as { addCACert(pem: string): void };
      if (options?.ca === undefined) for (const pem of trusted) context.addCACert(pem);
      return made;
    };
  trusted.add(caPem);
}
