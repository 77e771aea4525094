// What an nginx configuration says about one server: where it listens, who may pass, where it sends them.
import { parseNginxConfig, type Directive } from './nginx-config.ts';

export interface ProxyRules {
  readonly port: number;
  /** File names, when the port speaks TLS. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** The status that a request with this Authorization header is refused with; undefined lets it pass. */
  readonly refusal: (authorization: string) => number | undefined;
  /** The port of the same group that requests go to. */
  readonly upstreamPort: number;
  readonly timeoutMs: number;
  /** Names of request headers that are not passed on, in lower case. */
  readonly hidden: readonly string[];
}

const first = (block: readonly Directive[], name: string): Directive | undefined =>
  block.find((directive) => directive.name === name);

/** A bucket of nginx's hashes on machines of today; a text that bursts it keeps nginx from starting. */
const bucketBytes = 64;
const bytesInBucket = (text: string) => 8 + Math.ceil((text.length + 2) / 8) * 8 + 8;

/** A map of `$http_authorization` to a variable: exact words without regard to case, or regular expressions with it. */
function mapOf({ block = [] }: Directive): (value: string) => string {
  const fallback = first(block, 'default')?.args[0] ?? '';
  const entries = block.filter(({ name }) => name !== 'default');
  if (entries.some(({ name }) => !name.startsWith('~') && bytesInBucket(name) > bucketBytes))
    throw new Error(`could not build map_hash, you should increase map_hash_bucket_size: ${bucketBytes}`);
  return (value) => {
    const found = entries.find(({ name }) =>
      name.startsWith('~')
        ? new RegExp(name.slice(1)).test(value)
        : name.toLowerCase() === value.toLowerCase(),
    );
    return found?.args[0] ?? fallback;
  };
}

function refusalOf(http: readonly Directive[], location: readonly Directive[]): ProxyRules['refusal'] {
  const condition = first(location, 'if');
  if (!condition) return () => undefined;
  const [variable, , wanted] = condition.args
    .join(' ')
    .replace(/^\(|\)$/g, '')
    .split(' ');
  const map = http.find(({ name, args }) => name === 'map' && args[1] === variable);
  if (!map || map.args[0] !== '$http_authorization')
    throw new Error(`unknown "${(variable ?? '').slice(1)}" variable`);
  const status = Number(first(condition.block ?? [], 'return')?.args[0]);
  const valueOf = mapOf(map);
  return (authorization) => (valueOf(authorization) === wanted ? status : undefined);
}

function seconds(text: string | undefined): number {
  return Number(/^(\d+)s?$/.exec(text ?? '60')?.[1]) * 1000;
}

/**
 * Reads a configuration.
 *
 * @throws Error in nginx's words
 */
export function proxyRules(text: string): ProxyRules {
  const http = first(parseNginxConfig(text), 'http')?.block ?? [];
  const server = first(http, 'server')?.block ?? [];
  const location = first(server, 'location')?.block ?? [];
  const [port = '80', ...flags] = first(server, 'listen')?.args ?? [];
  const certificate = first(server, 'ssl_certificate')?.args[0];
  const key = first(server, 'ssl_certificate_key')?.args[0];
  const isTls = flags.includes('ssl');
  if (isTls && (certificate === undefined || key === undefined))
    throw new Error('no "ssl_certificate" is defined for the "listen ... ssl" directive');
  const upstream = /^http:\/\/(?:127\.0\.0\.1|localhost):(\d+)\/?$/.exec(
    first(location, 'proxy_pass')?.args[0] ?? '',
  );
  if (!upstream) throw new Error('invalid URL in "proxy_pass"');
  return {
    port: Number(port),
    tls: isTls && certificate !== undefined && key !== undefined ? { certificate, key } : undefined,
    refusal: refusalOf(http, location),
    upstreamPort: Number(upstream[1]),
    hidden: location.flatMap(({ name, args }) =>
      name === 'proxy_set_header' && args[1] === '' ? [(args[0] ?? '').toLowerCase()] : [],
    ),
    timeoutMs: seconds(first(server, 'proxy_read_timeout')?.args[0]),
  };
}
