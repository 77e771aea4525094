// Wires the watcher's parts and runs them until they are told to stop.
import { type Bell, createBell } from '../../artifact-source/bell.ts';
import { createScheduler } from '../../artifact-source/scheduler.ts';
import { startTracing } from './tracing.ts';
import { watchForOrders } from '../../artifact-source/watch-for-orders.ts';
import { createWatchList } from '../../artifact-source/watch-list.ts';
import { type Watcher, createWatcher } from '../../artifact-source/watch.ts';
import { createReleaseActivity } from '../../src/adapters/azure-devops/release-activity.ts';
import { keepHeapLean } from '../../src/adapters/local/lean-heap.ts';
import { createTriggeredReleases } from '../../src/adapters/azure-devops/triggered-releases.ts';
import type { WatcherArguments } from './arguments.ts';
import { organizationFor, targetsFor } from './azure-devops.ts';
import { registryFor } from './azure.ts';
import { discoveryFor } from './discovery.ts';
import { keepDirectory } from '../../artifact-source/keep-directory.ts';
import { checkRule } from './check-rule.ts';
import { parseWatchConfiguration } from './configuration.ts';
import type { ExitStatus, ProgramEvents, ProgramOptions } from './host.ts';
import { createQuotas } from '../../artifact-source/quotas.ts';
import { reloadOnChange } from './reload.ts';
import { takeSecrets } from './secrets.ts';
import { startServers } from './servers.ts';
import type { Memory } from './state/memory.ts';
import { openMemory } from './state/open-memory.ts';
import { createStatus } from './status.ts';
import { together } from './together.ts';
import { beginFrom } from '../../src/core/watch-config/watch-beginning.ts';

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
  keepHeapLean(watches.length);
  const secrets = takeSecrets(configuration, parsed.config, options);
  const tracing = await startTracing(configuration, options, programEvents.watch);
  const status = createStatus(clock, tracing.events);
  const events = { ...programEvents, watch: status.events };
  const quotas = createQuotas(clock, Math.random, status.observeCall);
  const access = { azure: configuration.azure, signIn: secrets.signIn, quotas };
  const registry = registryFor(access, options);
  const organization = organizationFor(configuration, secrets, quotas);
  const memory = openMemory(parsed, configuration, secrets, clock);
  const targets = memory.guard(targetsFor(organization, configuration, options));
  const releases = createTriggeredReleases(organization);
  const opened: { close(): unknown }[] = [tracing, memory];
  try {
    let rule = checkRule(configuration, parsed.intervalSeconds);
    events.watch.emit({ event: 'started', watches: watches.length, intervalSeconds: rule.interval / 1000 });
    const watcher = createWatcher(watches, {
      ...memory.state,
      registry,
      targets,
      activity: createReleaseActivity(organization),
      events: events.watch,
      clock,
    });
    const list = createWatchList(watches, events.watch, (all) => {
      keepHeapLean(all.length);
      watcher.replaceWatches(all);
    });
    const discovering = discoveryFor(configuration, organization, { list, events: events.watch, clock });
    if (parsed.once) {
      await discovering.once();
      return await runOnce(watcher, memory, signal, events);
    }
    const { onChecked } = status;
    const scheduler = createScheduler(watcher, { clock, random: Math.random, rule: () => rule, onChecked });
    const { role, forwarded } = memory;
    const parts = { configuration, access, secrets, watcher, scheduler, role, forwarded, releases };
    opened.push(...(await startServers(parts, status, options, events)));
    await together(signal, [
      (until) =>
        memory.act({ events: events.watch, signal: until, once: false }, async (acting) => {
          const forget = await keepDirectory(watcher, memory.state.directory, events.watch);
          await scheduler.run(acting).finally(forget);
        }),
      async (until) => {
        const { writtenByOthers, state } = memory;
        if (writtenByOthers === undefined) return;
        const watched = () => watcher.sources().flatMap((source) => source.watches);
        const wake = (id: string): void => void scheduler.wake(id, 'order');
        const { controls } = state;
        await watchForOrders({ writtenByOthers, controls, watches: watched, wake, clock }, until);
      },
      (until) => discovering.run(until),
      (until) =>
        reloadOnChange(
          {
            file: parsed.config,
            read,
            started: { text, configuration },
            apply(fresh) {
              rule = checkRule(fresh, parsed.intervalSeconds);
              list.configure(beginFrom(fresh.watches, parsed));
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

async function runOnce(
  watcher: Watcher,
  memory: Memory,
  signal: AbortSignal,
  events: ProgramEvents,
): Promise<ExitStatus> {
  const how = { events: events.watch, signal, once: true };
  const turn = await memory.act(how, async (acting) => {
    await keepDirectory(watcher, memory.state.directory, events.watch);
    return watcher.turn(acting);
  });
  const done = turn === undefined ? 'another watcher leads and does what is to do' : 'the one turn is done';
  events.watch.emit({ event: 'stopped', reason: signal.aborted ? 'it was asked to' : done });
  return turn !== undefined && turn.failed > 0 ? 1 : 0;
}
