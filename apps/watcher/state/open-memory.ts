// Chooses the watcher's memory by its configuration.
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { WatcherArguments } from '../arguments.ts';
import type { WatchConfiguration } from '../configuration.ts';
import type { Secrets } from '../secrets.ts';
import { type Memory, openFileMemory, openSharedMemory } from './memory.ts';

const defaultFile = './watch.db';

/**
 * @throws WatchArgumentsInvalid, WatchStateInUse, WatchStateNewer, WatchStateUnusable, WatchStateAccountUnusable
 */
export function openMemory(
  { state: file }: Pick<WatcherArguments, 'state'>,
  { azure, state }: Pick<WatchConfiguration, 'azure' | 'state'>,
  { signIn, stateConnectionString }: Pick<Secrets, 'signIn' | 'stateConnectionString'>,
  clock: Clock,
): Memory {
  if (state === undefined) return openFileMemory(file ?? defaultFile);
  if (file !== undefined) {
    const problem = `--state names the file '${file}', but the configuration keeps the state in a storage account`;
    throw fail('WatchArgumentsInvalid', { problem });
  }
  const { storage } = state;
  return openSharedMemory({
    storage,
    connectionString: stateConnectionString,
    access: { azure, signIn },
    clock,
  });
}
