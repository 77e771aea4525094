// Where a running stack keeps its files.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Teardown } from './kernel/teardown.ts';

export interface Directories {
  readonly state: string;
  /** What belongs to this run alone. */
  readonly run: string;
}

export async function makeDirectories(
  stateDir: string | undefined,
  teardown: Teardown,
): Promise<Directories> {
  const state = stateDir ?? (await mkdtemp(join(tmpdir(), 'azureml-release-')));
  await mkdir(state, { recursive: true });
  const run = await mkdtemp(join(state, 'run-'));
  teardown.add('files', () => rm(stateDir === undefined ? state : run, { recursive: true, force: true }));
  return { state, run };
}
