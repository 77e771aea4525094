// The one-machine stack as tests start it: quiet, and with the virtual environments of earlier runs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack, type Stack } from '../../apps/emulator/stack.ts';
import type { StackOptions } from '../../apps/emulator/stack-options.ts';

const cacheDir = join(import.meta.dirname, '..', '..', '.cache');

/** Its exchanges with Azure Resource Manager are recorded where EMULATOR_TEST_RECORD says, for `npm run conformance`. */
export function startTestStack(more: Partial<StackOptions> = {}): Promise<Stack> {
  const recordFile = process.env['EMULATOR_TEST_RECORD'];
  return startStack({
    ...{ cacheDir, env: process.env, log: () => undefined },
    ...(recordFile === undefined ? {} : { recordFile }),
    ...more,
  });
}

export interface StackAndFolder {
  readonly stack: Stack;
  /** For whatever a test writes. */
  readonly folder: string;
  /** Ends the stack and removes the folder. */
  readonly close: () => Promise<void>;
}

/** @param name what the folder's name begins with */
export async function startStackAndFolder(
  name: string,
  more: Partial<StackOptions> = {},
): Promise<StackAndFolder> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const stack = await startTestStack(more);
  return {
    ...{ stack, folder },
    async close() {
      await stack.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
