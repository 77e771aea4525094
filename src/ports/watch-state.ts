// All that a watcher and its commands remember, in one place that both of them open.
import type { WatchControls } from './watch-controls.ts';
import type { WatchDirectory } from './watch-directory.ts';
import type { WatchStore } from './watch-store.ts';
import type { WatchTimeline } from './watch-timeline.ts';

export interface WatchState {
  readonly store: WatchStore;
  readonly controls: WatchControls;
  readonly timeline: WatchTimeline;
  readonly directory: WatchDirectory;
}
