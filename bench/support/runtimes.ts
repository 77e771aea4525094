// The runtimes a task is measured on: the machine's own Node, and Node 24 as a plain npm package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Runtime {
  /** For example `node24`. */
  readonly name: string;
  readonly path: string;
}

const nameOf = (path: string): string => {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return `node${/^v(\d+)/.exec(stdout)?.[1] ?? '?'}`;
};

/**
 * The runtimes that are there, the machine's own first.
 *
 * @param missing is told why Node 24 is left out
 * @throws Error instead, with `CI=true`: there nothing may be skipped
 */
export function findRuntimes(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  missing: (reason: string) => void,
): readonly Runtime[] {
  const own = { name: nameOf(process.execPath), path: process.execPath };
  if (own.name === 'node24') return [own];
  const path = join(root, 'test/node24/node_modules/.bin/node');
  if (existsSync(path)) return [own, { name: nameOf(path), path }];
  const reason = 'Node 24 is not installed: npm ci --prefix test/node24';
  if (env['CI'] === 'true') throw new Error(reason);
  missing(`skipped on Node 24: ${reason}`);
  return [own];
}
