// The stack with an Azure DevOps that has the packaged extension.
import { join } from 'node:path';
import type { Context } from 'mocha';
import { startAzureDevOps } from '../../apps/emulator/azure-devops/server.ts';
import type { Stack } from '../../apps/emulator/stack.ts';
import type { DevOpsStarter } from '../../apps/emulator/stack-options.ts';
import { findVsix } from '../../scripts/screenshots/portal-scene.ts';
import { skip } from './skip.ts';
import { startTestStack } from './test-stack.ts';

/**
 * Skips the test where the extension is not packaged.
 *
 * @param before what has to stand before Azure DevOps does
 */
export function startExtensionStack(
  test: Context,
  before: (known: Parameters<DevOpsStarter>[0]) => Promise<void> = () => Promise.resolve(),
): Promise<Stack> {
  const vsix = findVsix(join(import.meta.dirname, '..', '..'));
  if (vsix === undefined) skip(test, 'there is no dist/*.vsix (npm run package)');
  return startTestStack({
    startDevOps: async (known) => {
      await before(known);
      return startAzureDevOps({ ...known, vsix, node: { Node20_1: process.execPath } });
    },
  });
}
