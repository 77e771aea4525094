// Reads an nginx configuration and checks it as `nginx -t` would, for the directives that a proxy in front of a model needs.

export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** Absent for one that ends with a semicolon. */
  readonly block?: readonly Directive[];
}

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

function tokensOf(text: string): readonly Token[] {
  const pattern = /#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[{};]|[^\s{};"']+/g;
  return [...text.matchAll(pattern)]
    .filter(([all]) => !all.startsWith('#'))
    .map(([all, double, single]) => {
      const quoted = double ?? single;
      return quoted === undefined ? { text: all, isQuoted: false } : { text: quoted, isQuoted: true };
    });
}

/** @param from 0 for the whole text, which no brace may end */
function parseBlock(tokens: readonly Token[], from: number): { block: Directive[]; next: number } {
  const block: Directive[] = [];
  let words: string[] = [];
  let at = from;
  while (at < tokens.length) {
    const token = tokens[at];
    at += 1;
    const sign = token && !token.isQuoted ? token.text : undefined;
    if (sign === '}') {
      if (words.length > 0 || from === 0) throw new Error('unexpected "}"');
      return { block, next: at };
    }
    if (sign !== ';' && sign !== '{') {
      words.push(token?.text ?? '');
      continue;
    }
    const [name, ...args] = words;
    if (name === undefined) throw new Error(`unexpected "${sign}"`);
    words = [];
    if (sign === ';') block.push({ name, args });
    else {
      const inner = parseBlock(tokens, at);
      at = inner.next;
      block.push({ name, args, block: inner.block });
    }
  }
  if (words.length > 0) throw new Error('unexpected end of file, expecting ";" or "}"');
  return { block, next: at };
}

/** Directives that may stand in each block; those the stack does nothing about are real ones of nginx all the same. */
const known: Readonly<Record<string, readonly string[]>> = {
  main: ['events', 'http', 'pid', 'error_log', 'worker_processes', 'user'],
  events: ['worker_connections'],
  http: ['map', 'server', 'access_log', 'error_log', 'server_tokens', 'map_hash_bucket_size'],
  server: [
    ...['listen', 'server_name', 'ssl_certificate', 'ssl_certificate_key', 'ssl_protocols', 'location'],
    ...['client_max_body_size', 'proxy_read_timeout', 'proxy_send_timeout', 'access_log', 'error_log'],
  ],
  location: ['if', 'proxy_pass', 'proxy_set_header', 'proxy_http_version', 'return', 'proxy_read_timeout'],
  if: ['return', 'add_header'],
};

function check(block: readonly Directive[], context: string): void {
  for (const { name, block: inner } of block) {
    if (context === 'map') continue;
    if (!(known[context] ?? []).includes(name)) throw new Error(`unknown directive "${name}"`);
    if (inner) check(inner, name);
  }
}

/**
 * Reads the text.
 *
 * @throws Error in nginx's words
 */
export function parseNginxConfig(text: string): readonly Directive[] {
  const { block } = parseBlock(tokensOf(text), 0);
  check(block, 'main');
  if (!block.some(({ name }) => name === 'events')) throw new Error('no "events" section in configuration');
  return block;
}
