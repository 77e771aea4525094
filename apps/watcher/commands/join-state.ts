// Opens the watcher's state for a command, while the watcher may be running.
import { joinWatchState } from '../../../src/adapters/sqlite/watch-state.ts';
import { isLockedByWatcher } from '../../../src/adapters/sqlite/watcher-lock.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import type { WatchState } from '../../../src/ports/watch-state.ts';
import type { WatchConfiguration } from '../configuration.ts';
import type { ProgramOptions } from '../host.ts';
import { type NamingSecrets, takeSecrets } from '../secrets.ts';
import { sharedStateOf } from '../state/memory.ts';
import type { CommandArguments } from './arguments.ts';

export interface JoinedState extends WatchState {
  /** Where it is, in words. */
  readonly place: string;
  /** Absent where that cannot be seen. */
  readonly isWatcherRunning?: () => boolean;
  close(): void;
}

/**
 * @param configuration absent if the command names none: then the state is a file
 * @throws CommandArgumentsInvalid, WatchStateMissing, WatchStateOlder, WatchStateInUse, WatchStateNewer,
 *   WatchStateUnusable, WatchStateAccountUnusable, WatchVariableMissing
 */
export function joinState(
  { command, config = '', state: file }: CommandArguments,
  configuration: WatchConfiguration | undefined,
  options: ProgramOptions,
): JoinedState {
  if (configuration?.state === undefined) return joinFile(file ?? './watch.db');
  if (file !== undefined) {
    const problem = `--state names the file '${file}', but '${config}' keeps the state in a storage account`;
    throw fail('CommandArgumentsInvalid', { command: `azureml-release watch ${command}`, problem });
  }
  const { storage } = configuration.state;
  const { signIn, stateConnectionString } = takeSecrets(forState(configuration), config, options);
  const { joined } = sharedStateOf({
    storage,
    connectionString: stateConnectionString,
    access: { azure: configuration.azure, signIn },
    clock: options.clock,
  });
  return { ...joined, place: `the table ${storage.table} of the storage account`, close: () => undefined };
}

function joinFile(file: string): JoinedState {
  return { ...joinWatchState(file), place: file, isWatcherRunning: () => isLockedByWatcher(file) };
}

/** A command calls neither Azure DevOps nor the relay, so it needs no secret for them. */
function forState({ azure, organization, state }: WatchConfiguration): NamingSecrets {
  return { azure, organization: { url: organization.url }, watches: [], ...given({ state }) };
}
