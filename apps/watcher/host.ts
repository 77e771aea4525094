// What the watcher gets of its process, and how it tells of a fault of its own.
import { fail } from '../../src/core/errors/catalogue.ts';
import { describeError } from '../../src/core/errors/extension-error.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Log } from '../../src/ports/log.ts';
import type { RelayEvents } from '../../src/ports/relay.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';
import type { Surroundings } from './secrets.ts';

export interface ProgramOptions extends Surroundings {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly clock: Clock;
  readonly isTerminal: boolean;
  readonly writeLine: (line: string) => void;
  /** For what is neither an event nor asked for, e.g. a warning of a client. */
  readonly writeAside: (line: string) => void;
  readonly signal: AbortSignal;
  /** Calls `listener` whenever somebody asks for the configuration to be read again. */
  readonly onHangUp?: (listener: () => void) => void;
}

/** 0: done, or stopped as asked. 1: `--once` and something failed, or a fault of the program. 2: it could not start. */
export type ExitStatus = 0 | 1 | 2;

export interface ProgramEvents {
  readonly watch: WatchEvents;
  readonly relay: RelayEvents;
}

/** A fault of the program: one sentence among the events, the stack beside them. */
export function tellFault(
  error: unknown,
  action: string,
  events: WatchEvents,
  { writeAside }: Pick<ProgramOptions, 'writeAside'>,
): void {
  const { message: reason, stack = reason } = error instanceof Error ? error : new Error('unknown');
  const fault = fail('WatcherFault', { reason }, error);
  events.emit({ event: 'failed', action, code: fault.code, reason: describeError(fault) });
  writeAside(stack);
}

/** The clients' own talk: only warnings matter in a program whose events say what it does. */
export function asideLog({ writeAside }: Pick<ProgramOptions, 'writeAside'>): Log {
  return { debug: () => undefined, info: () => undefined, warning: writeAside };
}
