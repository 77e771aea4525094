// Content hashes: equal content gives equal names, so that a re-run finds what is already there.
import { createHash } from 'node:crypto';

/** One file of a source tree: its path below the root (with '/'), its size in bytes and the SHA-256 of its content. */
export interface SourceFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, canonical(v)]),
  );
}

/** The same text for the same value, whatever the order of its keys. */
export const canonicalJson = (value: unknown): string => JSON.stringify(canonical(value));

/** SHA-256 (hex) of a JSON value, independent of the order of its keys. */
export function hashValue(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** SHA-256 (hex) of a source tree, independent of the order of its files. */
export function hashTree(files: readonly SourceFile[]): string {
  const rows = files.map(({ path, sha256: content }) => `${path}\0${content}`).toSorted();
  return sha256(rows.join('\n'));
}
