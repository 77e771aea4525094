// What a watcher counts and measures. Every label has few values, whatever is watched.
import type { WatchEvent } from '../core/watch/event.ts';

export interface CheckMeasure {
  /** How the source is called, e.g. `ml/prod`. */
  readonly source: string;
  readonly cause: 'schedule' | 'event' | 'order';
  readonly outcome: 'good' | 'later' | 'user';
  readonly seconds: number;
}

export interface WatchMetrics {
  /** Which sources are watched from now on. */
  sources(names: readonly string[]): void;
  event(event: WatchEvent): void;
  checked(check: CheckMeasure): void;
  call(service: string, status: number | 'none'): void;
}
