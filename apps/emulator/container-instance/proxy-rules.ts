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
}

const first = (block: readonly Directive[], name: string): Directive | undefined =>
  block.find((directive) => directive.name === name);

/** A map of `$http_authorization` to a variable: exact words without regard to case, or regular expressions with it. */
function mapOf({ block = [] }: Directive): (value: string) => string {
  const fallback = first(block, 'default')?.args[0] ?? '';
  const entries = block.filter(({ name }) => name !== 'default');
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
    timeoutMs: seconds(first(server, 'proxy_read_timeout')?.args[0]),
  };
}
