// Wires the watcher's parts and runs them until they are told to stop.
import { type Bell, createBell } from '../../artifact-source/bell.ts';
import { createScheduler } from '../../artifact-source/scheduler.ts';
import { type Watcher, createWatcher } from '../../artifact-source/watch.ts';
import { openWatchState } from '../../src/adapters/sqlite/watch-state.ts';
import type { WatcherArguments } from './arguments.ts';
import { organizationFor, targetsFor } from './azure-devops.ts';
import { registryFor } from './azure.ts';
import { keepDirectory } from './keep-directory.ts';
import { checkRule } from './check-rule.ts';
import { parseWatchConfiguration } from './configuration.ts';
import type { ExitStatus, ProgramEvents, ProgramOptions } from './host.ts';
import { createQuotas } from './quotas.ts';
import { reloadOnChange } from './reload.ts';
import { takeSecrets } from './secrets.ts';
import { startServers } from './servers.ts';
import { createStatus } from './status.ts';
import { together } from './together.ts';
import { beginFrom } from './watch-beginning.ts';
import { createWatchList } from './watch-list.ts';

/** @throws whatever keeps it from starting, and faults of the program */
export async function runWatcher(
  parsed: WatcherArguments,
  options: ProgramOptions,
  programEvents: ProgramEvents,
): Promise<ExitStatus> {
  const { clock, signal } = options;
  const read = () => options.readText(parsed.config, 'configuration');
  const text = read();
  const configuration = parseWatchConfiguration(text, parsed.config);
  const watches = beginFrom(configuration.watches, parsed);
  const secrets = takeSecrets(configuration, parsed.config, options);
  const status = createStatus(clock, programEvents.watch);
  const events = { ...programEvents, watch: status.events };
  const quotas = createQuotas(clock, Math.random, status.observeCall);
  const access = { azure: configuration.azure, signIn: secrets.signIn, quotas };
  const registry = registryFor(access, options);
  const targets = targetsFor(organizationFor(configuration, secrets, quotas), options);
  const state = openWatchState(parsed.state);
  const opened: { close(): unknown }[] = [state];
  try {
    let rule = checkRule(configuration, parsed.intervalSeconds);
    events.watch.emit({ event: 'started', watches: watches.length, intervalSeconds: rule.interval / 1000 });
    const watcher = createWatcher(watches, { ...state, registry, targets, events: events.watch, clock });
    await keepDirectory(watcher, state.directory, events.watch);
    if (parsed.once) return await runOnce(watcher, signal, events);
    const { onChecked } = status;
    const scheduler = createScheduler(watcher, { clock, random: Math.random, rule: () => rule, onChecked });
    const parts = { configuration, access, secrets, watcher, scheduler };
    opened.push(...(await startServers(parts, status, options, events)));
    const list = createWatchList(watcher, { file: watches });
    await together(signal, [
      (until) => scheduler.run(until),
      (until) =>
        reloadOnChange(
          {
            file: parsed.config,
            read,
            started: { text, configuration },
            apply(fresh) {
              rule = checkRule(fresh, parsed.intervalSeconds);
              list.set('file', fresh.watches);
            },
            events: events.watch,
            clock,
            bell: bellOf(options),
          },
          until,
        ),
    ]);
    events.watch.emit({ event: 'stopped', reason: 'it was asked to' });
    return 0;
  } finally {
    for (const each of opened.reverse()) await each.close();
  }
}

function bellOf({ clock, onHangUp }: ProgramOptions): Bell {
  const bell = createBell(clock);
  onHangUp?.(() => bell.ring());
  return bell;
}

async function runOnce(watcher: Watcher, signal: AbortSignal, events: ProgramEvents): Promise<ExitStatus> {
  const { failed } = await watcher.turn(signal);
  events.watch.emit({
    event: 'stopped',
    reason: signal.aborted ? 'it was asked to' : 'the one turn is done',
  });
  return failed > 0 ? 1 : 0;
}
