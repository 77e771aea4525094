// Writes events as lines: for a person, or one JSON object each for a machine.
import { type RelayEvent, describeRelayEvent } from '../../src/core/relay/relay-event.ts';
import { type WatchEvent, describeEvent } from '../../src/core/watch/event.ts';
import type { RelayEvents } from '../../src/ports/relay.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';

export interface EventLinesOptions {
  readonly format: 'json' | 'text';
  readonly now: () => Date;
  readonly write: (line: string) => void;
}

export function createEventLines(options: EventLinesOptions): WatchEvents {
  return linesOf(options, describeEvent);
}

/** The relay's, beside them. */
export function createRelayLines(options: EventLinesOptions): RelayEvents {
  return linesOf(options, describeRelayEvent);
}

function linesOf<E extends WatchEvent | RelayEvent>(
  { format, now, write }: EventLinesOptions,
  describe: (event: E) => string,
): { emit(event: E): void } {
  return {
    emit(event) {
      const time = now().toISOString();
      write(format === 'json' ? JSON.stringify({ time, ...event }) : `${time} ${describe(event)}`);
    },
  };
}
