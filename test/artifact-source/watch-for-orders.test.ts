import assert from 'node:assert/strict';
import { sourcesOf } from '../../artifact-source/sources.ts';
import { watchForOrders } from '../../artifact-source/watch-for-orders.ts';
import { withHold } from '../../src/core/watch/orders.ts';
import { type Watch, watchId } from '../../src/core/watch/watch.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { createMemoryWatchState } from '../support/memory-watch-state.ts';
import { epoch, watchOf, workspace } from './support/versions.ts';

const of = (name: string): Watch => ({ ...watchOf('latest', name), source: { ...workspace, name } });
const [a, b] = [of('a'), of('b')];
const idOf = (watch: Watch): string => sourcesOf([watch])[0]?.id ?? '';
const hold = { heldBy: 'person', at: '2026-11-21T00:00:00Z', reason: 'freeze' } as const;

describe('artifact-source/watch-for-orders.ts', () => {
  /** Runs for ten seconds, doing what is asked at its time. @returns which sources were woken when */
  async function run(script: Readonly<Record<number, (others: Others) => unknown>>): Promise<string[]> {
    const clock = createManualClock();
    const { controls } = createMemoryWatchState();
    const woken: string[] = [];
    const stop = new AbortController();
    let written = 1;
    let isBroken = false;
    const others: Others = {
      order: async (watch) => {
        await controls.change(watchId(watch), (orders) => withHold(orders, hold));
        written += 1;
      },
      write: () => (written += 1),
      break: (now) => (isBroken = now),
    };
    await others.order(b);
    const running = watchForOrders(
      {
        writtenByOthers: () => {
          if (isBroken) throw new Error('busy');
          return written;
        },
        controls,
        watches: () => [a, b],
        wake: (id) => woken.push(`${id === idOf(a) ? 'a' : 'b'} ${(clock.now().getTime() - epoch) / 1000}`),
        clock,
      },
      stop.signal,
    );
    const acts = Object.entries(script).map(async ([second, act]) => {
      await clock.sleep(Number(second) * 1000);
      await act(others);
    });
    void clock.sleep(10_000).then(() => stop.abort());
    await clock.until(Promise.all([running, ...acts]));
    return woken;
  }

  it('wakes the source whose watch got an order within a second, and no other', async () => {
    assert.deepEqual(await run({ 2.5: (others) => others.order(a) }), ['a 3']);
  });

  it('wakes none for orders from before it began, nor for what else others write', async () => {
    assert.deepEqual(await run({ 2.5: (others) => others.write() }), []);
  });

  it('goes on after the state could not be read, and misses no order of that time', async () => {
    const woken = await run({
      1.5: (others) => others.break(true),
      2.5: (others) => others.order(a),
      4.5: (others) => others.break(false),
    });
    assert.deepEqual(woken, ['a 5']);
  });
});

interface Others {
  order(watch: Watch): Promise<void>;
  /** Something that is no order, e.g. the history. */
  write(): void;
  break(now: boolean): void;
}
