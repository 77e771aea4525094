// Takes the exchanges out of a recording that no official description here speaks of, and says which they were.
import { readFileSync, writeFileSync } from 'node:fs';

/** A resource of another provider behind an Azure ML path would pass for an unknown operation of Azure ML. */
const undescribed = /\/providers\/(microsoft\.insights)\/([a-z]+)/i;

export interface Exchange {
  readonly request: { readonly method: string; readonly url: string };
}

/** What has no description, as `GET microsoft.insights/metrics`, with its number; and everything else. */
export function split<T extends Exchange>(exchanges: readonly T[]) {
  const counts = new Map<string, number>();
  const described = exchanges.filter(({ request: { method, url } }) => {
    const [, provider, type] = undescribed.exec(url.split('?', 1)[0] ?? '') ?? [];
    if (provider === undefined || type === undefined) return true;
    const name = `${method} ${provider}/${type}`.replace(/\S+$/, (path) => path.toLowerCase());
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return false;
  });
  return { described, counts };
}

/** Rewrites each recording without them. @returns one line for the report; empty when there were none */
export function leaveOutUndescribed(files: readonly string[]): string {
  const all = new Map<string, number>();
  for (const file of files) {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const { described, counts } = split(lines.map((line) => JSON.parse(line) as Exchange));
    writeFileSync(file, described.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''));
    for (const [name, count] of counts) all.set(name, (all.get(name) ?? 0) + count);
  }
  const names = [...all].map(([name, count]) => `${name}×${count}`);
  return names.length === 0
    ? ''
    : `no description (held against the official clients instead): ${names.join(' ')}`;
}
