// A watch that began with version 1, the orders for it, and what became of its versions.
import { type WatchOrders } from '../../../src/core/watch/orders.ts';
import type { TimelineEntry } from '../../../src/core/watch/timeline.ts';
import { type Watch, watchId } from '../../../src/core/watch/watch.ts';
import type { ModelVersion } from '../../../src/core/model/version.ts';
import { type Scene, createScene } from './scene.ts';
import { modelVersion, watchOf } from './versions.ts';

export interface SteeredScene extends Scene {
  /** Registers versions by number, each in the minute of its number. */
  register(...numbers: readonly number[]): void;
  order(change: (orders: WatchOrders) => WatchOrders): Promise<WatchOrders>;
  orders(): Promise<WatchOrders>;
  /** E.g. `2 owed`, in registration order. */
  states(): Promise<readonly string[]>;
  history(number: number): Promise<readonly TimelineEntry[]>;
}

export const numbered = (number: number): ModelVersion => modelVersion(`${number}`, number);

export const identity = ({ version, createdAt }: ModelVersion) => ({ version, createdAt });

/** In mode every, unless `more` says otherwise; nothing has happened yet. */
export function createSteeredScene(more: Partial<Watch> = {}): SteeredScene {
  const watch = { ...watchOf('every'), ...more };
  const id = watchId(watch);
  const scene = createScene([watch]);
  return {
    ...scene,
    register: (...numbers) => void scene.registry.versions.push(...numbers.map(numbered)),
    order: (change) => scene.controls.change(id, change),
    orders: () => scene.controls.orders(id),
    states: async () => (await scene.store.known(id)).map(({ version, state }) => `${version} ${state}`),
    history: (number) => scene.timeline.read(id, numbered(number)),
  };
}

/** One whose watch began with version 1. */
export async function begunScene(more: Partial<Watch> = {}): Promise<SteeredScene> {
  const scene = createSteeredScene(more);
  scene.register(1);
  await scene.turn();
  scene.told();
  return scene;
}
