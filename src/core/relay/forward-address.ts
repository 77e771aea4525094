// Where the relay may send: the receive addresses of the Azure DevOps organizations it is configured for, nothing else.
import { quoted } from './quoted.ts';

/** One host, with the path that every address on it has to begin with. */
interface AllowedHost {
  readonly hostname: string;
  /** Empty for 443. */
  readonly port: string;
  /** Lower case, without slashes at its ends; empty for the whole host. */
  readonly path: string;
}

export type AllowedAddresses = readonly AllowedHost[];

export type ForwardAddress =
  | {
      readonly url: string;
      /** Host and organization: what may be told of the address. Its path holds the hook's id. */
      readonly shown: string;
    }
  | { readonly problem: string };

/**
 * The hosts of an organization: Azure DevOps receives at dev.azure.com (YAML), vsrm.dev.azure.com (classic) and, for
 * organizations that were created under it, at the older visualstudio.com. A server has its own host for everything.
 *
 * @param organization its https address, e.g. https://dev.azure.com/contoso
 * @returns empty for the hosted service without an organization
 */
export function allowedAddresses(organization: string): AllowedAddresses {
  const url = new URL(organization);
  const path = url.pathname.replace(/^\/+|\/+$/g, '').toLowerCase();
  const own = { hostname: url.hostname, port: url.port, path };
  const name = organizationName(url.hostname, path);
  if (name === undefined || url.port !== '') return [own];
  // Without a name it would be every organization of the service.
  if (name === '') return [];
  return [
    { hostname: 'dev.azure.com', port: '', path: name },
    { hostname: 'vsrm.dev.azure.com', port: '', path: name },
    { hostname: `${name}.visualstudio.com`, port: '', path: '' },
    { hostname: `${name}.vsrm.visualstudio.com`, port: '', path: '' },
  ];
}

/** The name of an organization of the hosted service; absent for a server. */
function organizationName(hostname: string, path: string): string | undefined {
  if (hostname === 'dev.azure.com') return path.split('/')[0];
  return /^([a-z0-9-]+)\.visualstudio\.com$/.exec(hostname)?.[1];
}

/**
 * Decides by the parsed address, which is also the one that is called: no second reading can differ from the first.
 *
 * @param text what a delivery gives as the hook's address
 */
export function forwardAddress(text: string, allowed: AllowedAddresses): ForwardAddress {
  // Before parsing: a parser strips line breaks and folds other scripts into ASCII.
  if (!/^[\x21-\x7e]{1,4096}$/.test(text) || !URL.canParse(text)) return { problem: 'it is no address' };
  const url = new URL(text);
  if (url.protocol !== 'https:') return { problem: 'it is not an https address' };
  if (url.username !== '' || url.password !== '') return { problem: 'it carries a user name' };
  const host = allowed.filter(({ hostname, port }) => hostname === url.hostname && port === url.port);
  if (host.length === 0) {
    return { problem: `${quoted(url.host)} is no host of an organization that the relay forwards to` };
  }
  const matching = host.find(({ path }) => isBelow(url.pathname, path));
  if (matching === undefined) {
    return { problem: `it is of another organization on ${quoted(url.host)} than the relay forwards to` };
  }
  const shown = matching.path === '' ? url.host : `${url.host}/${matching.path}`;
  return { url: url.href, shown };
}

/** An encoded slash or dot stays encoded here, so that it is not equal to any name. */
function isBelow(pathname: string, path: string): boolean {
  return path === '' || pathname.toLowerCase().startsWith(`/${path}/`);
}
