// Drives the real watcher through every schedule of a small world, without following the same state twice.
import { brokenPromise } from './watch-model.ts';
import { type ScheduledWorld, type WorldOptions, createScheduledWorld } from './scheduled-world.ts';

export interface ScheduleExploration {
  readonly states: number;
  /** What the states have in common with those of the model. */
  readonly outlines: ReadonlySet<string>;
  readonly counterexample?: { readonly violation: string; readonly ways: readonly string[] };
}

export type SmallWorld = WorldOptions & { readonly mode: 'every' | 'latest' };

async function replay(options: SmallWorld, ways: readonly string[]): Promise<ScheduledWorld> {
  const world = await createScheduledWorld(options);
  for (const way of ways) await world.follow(way);
  return world;
}

/** What is wrong if everything is killed after these steps, and one watcher starts anew and is left in peace. */
export async function violationAfter(
  options: SmallWorld,
  ways: readonly string[],
): Promise<string | undefined> {
  const world = await replay(options, ways);
  return brokenPromise(options, await world.recover());
}

/** Depth first; processes cannot be copied, so another way from a state on is driven from the beginning. */
export async function exploreSchedules(options: SmallWorld): Promise<ScheduleExploration> {
  const seen = new Set<string>();
  const outlines = new Set<string>();
  const open: (readonly string[])[] = [[]];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    const world = await replay(options, from);
    let ways = from;
    for (;;) {
      const key = await world.key();
      if (seen.has(key)) break;
      seen.add(key);
      outlines.add(await world.outline());
      const violation = await violationAfter(options, ways);
      if (violation !== undefined)
        return { states: seen.size, outlines, counterexample: { violation, ways } };
      const [first, ...others] = world.ways();
      open.push(...others.map((way) => [...ways, way]));
      if (first === undefined) break;
      await world.follow(first);
      ways = [...ways, first];
    }
  }
  return { states: seen.size, outlines };
}

/** Follows the way that each number picks among those there are; ends early when there is none. */
export async function randomWays(options: SmallWorld, picks: readonly number[]): Promise<readonly string[]> {
  const world = await createScheduledWorld(options);
  const followed: string[] = [];
  for (const pick of picks) {
    const ways = world.ways();
    const way = ways[pick % Math.max(1, ways.length)];
    if (way === undefined) break;
    await world.follow(way);
    followed.push(way);
  }
  return followed;
}
