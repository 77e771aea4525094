// Takes over a changed watch.yml while the watcher runs: wholly, or not at all.
import type { Bell } from '../../artifact-source/bell.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { describeError, isExtensionError } from '../../src/core/errors/extension-error.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';
import { type WatchConfiguration, parseWatchConfiguration } from './configuration.ts';

export interface ReloadOptions {
  readonly file: string;
  /** @throws FileNotFound, FileUnreadable */
  readonly read: () => string;
  /** What the watcher was started with: text and meaning. */
  readonly started: { readonly text: string; readonly configuration: WatchConfiguration };
  readonly apply: (configuration: WatchConfiguration) => void;
  readonly events: WatchEvents;
  readonly clock: Clock;
  /** Rings when somebody asks for it, e.g. by SIGHUP. */
  readonly bell: Bell;
}

/** How often the file is read, in milliseconds. */
const interval = 5000;

/** A file that is being written has to stay as it is for so long before it is read for good; in milliseconds. */
const settling = 500;

/** Goes on until `signal` aborts. @throws only faults of the program */
export async function reloadOnChange(options: ReloadOptions, signal: AbortSignal): Promise<void> {
  const { clock, bell, apply } = options;
  let text: string | undefined = options.started.text;
  for (;;) {
    const rung = await bell.wait(interval, signal);
    if (signal.aborted) return;
    const fresh = await settledText(options, signal);
    if (isAborted(signal)) return;
    const asked = rung === 'rung';
    if (fresh === text && !asked) continue;
    text = fresh;
    tellMistakes(options, () => {
      // Read once more for the sake of its error: unreadable is a mistake as well.
      const configuration = parseWatchConfiguration(fresh ?? options.read(), options.file);
      refuseRestart(options, configuration);
      apply(configuration);
      options.events.emit({ event: 'reloaded', watches: configuration.watches.length });
    });
    await clock.sleep(0, signal);
  }
}

/** The text once it stays the same; absent if it cannot be read. */
async function settledText({ read, clock }: ReloadOptions, signal: AbortSignal): Promise<string | undefined> {
  for (let text = readOrAbsent(read); ;) {
    await clock.sleep(settling, signal);
    const again = readOrAbsent(read);
    if (again === text || signal.aborted) return again;
    text = again;
  }
}

function readOrAbsent(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (isExtensionError(error)) return undefined;
    throw error;
  }
}

/** Every mistake once; the configuration of before goes on. */
function tellMistakes({ events, file }: ReloadOptions, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isExtensionError(error)) throw error;
    const action = `take over the changed ${file}, so that what it said before goes on`;
    events.emit({ event: 'failed', action, code: error.code, reason: describeError(error) });
  }
}

/** Only watches and intervals change while it runs: everything else is wired once. @throws WatchRestartNeeded */
function refuseRestart({ started, file }: ReloadOptions, fresh: WatchConfiguration): void {
  const free = new Set(['watches', 'intervalSeconds', 'intervalWithEventsSeconds']);
  const before = started.configuration as unknown as Readonly<Record<string, unknown>>;
  const after = fresh as unknown as Readonly<Record<string, unknown>>;
  const sections = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !free.has(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .sort();
  if (sections.length > 0) throw fail('WatchRestartNeeded', { file, sections });
}

// A function, because the compiler believes that what it has once seen to be false stays false over an await.
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
