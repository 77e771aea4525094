// Where a watcher tells what happens.
import type { WatchEvent } from '../core/watch/event.ts';

export interface WatchEvents {
  emit(event: WatchEvent): void;
}
