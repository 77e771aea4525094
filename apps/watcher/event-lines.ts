// Writes events as lines: for a person, or one JSON object each for a machine.
import { type WatchEvent, describeEvent } from '../../src/core/watch-event.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';

export interface EventLinesOptions {
  readonly format: 'json' | 'text';
  readonly now: () => Date;
  readonly write: (line: string) => void;
}

export function createEventLines({ format, now, write }: EventLinesOptions): WatchEvents {
  return {
    emit(event) {
      write(format === 'json' ? asJson(now(), event) : asText(now(), event));
    },
  };
}

function asJson(time: Date, event: WatchEvent): string {
  return JSON.stringify({ time: time.toISOString(), ...event });
}

function asText(time: Date, event: WatchEvent): string {
  return `${time.toISOString()} ${describeEvent(event)}`;
}
