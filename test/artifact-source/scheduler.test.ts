import assert from 'node:assert/strict';
import { type CheckedSource, type Scheduler, createScheduler } from '../../artifact-source/scheduler.ts';
import { sourcesOf } from '../../artifact-source/sources.ts';
import type { SourceReport } from '../../artifact-source/watch.ts';
import type { Watch } from '../../src/core/watch/watch.ts';
import { type ManualClock, createManualClock } from '../support/manual-clock.ts';
import { epoch, watchOf, workspace } from './support/versions.ts';

const good: SourceReport = { fired: 0, failed: 0, found: 0, checked: 'good' };
const of = (name: string): Watch => ({ ...watchOf('latest', name), source: { ...workspace, name } });

/** A watcher whose checks take as long, and end, as a test says; it remembers when which source was checked. */
function stageOf(names: readonly string[]) {
  const clock: ManualClock = createManualClock();
  const stop = new AbortController();
  const listeners = new Set<() => void>();
  const began: string[] = [];
  const checked: CheckedSource[] = [];
  const seconds = () => (clock.now().getTime() - epoch) / 1000;
  const stage = {
    sources: sourcesOf(names.map(of)),
    check: (() => Promise.resolve(good)) as (name: string) => Promise<SourceReport>,
    began,
    checked,
    replace(fresh: readonly string[]) {
      stage.sources = sourcesOf(fresh.map(of));
      for (const listener of listeners) listener();
    },
    /** Runs for so many seconds, doing what is asked at its time. */
    async run(until: number, script: Readonly<Record<number, (scheduler: Scheduler) => void>> = {}) {
      const scheduler = createScheduler(watcher, {
        clock,
        random: () => 0,
        rule: () => ({ interval: 10_000, intervalWithEvents: 40_000 }),
        onChecked: (check) => checked.push(check),
      });
      const running = scheduler.run(stop.signal);
      const at = Object.entries(script).map(async ([second, act]) => {
        await clock.sleep(Number(second) * 1000);
        act(scheduler);
      });
      void clock.sleep(until * 1000).then(() => stop.abort());
      await clock.until(Promise.all([running, ...at]));
    },
    sleep: (milliseconds: number) => clock.sleep(milliseconds),
  };
  const watcher = {
    sources: () => stage.sources,
    turnOf(id: string) {
      const name = stage.sources.find((each) => each.id === id)?.source.name ?? 'gone';
      began.push(`${name} ${seconds()}`);
      return stage.check(name);
    },
    onReplaced(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return stage;
}
const idOf = (name: string): string => sourcesOf([of(name)])[0]?.id ?? '';

describe('artifact-source/scheduler.ts', () => {
  it('checks each source from start to start at the interval, the first ones spread', async () => {
    const stage = stageOf(['a', 'b']);
    await stage.run(25);
    assert.deepEqual(stage.began, ['a 0', 'b 0.1', 'a 10', 'b 10.1', 'a 20', 'b 20.1']);
  });

  it('never lets a slow source delay another', async () => {
    const stage = stageOf(['slow', 'b']);
    stage.check = async (name) => {
      if (name === 'slow') await stage.sleep(35_000);
      return good;
    };
    await stage.run(45);
    assert.deepEqual(
      stage.began.filter((each) => each.startsWith('b')),
      ['b 0.1', 'b 10.1', 'b 20.1', 'b 30.1', 'b 40.1'],
    );
    assert.deepEqual(
      stage.began.filter((each) => each.startsWith('slow')),
      ['slow 0', 'slow 35'],
      'and never checks a source twice at a time',
    );
  });

  it('backs off from the one source that fails', async () => {
    const stage = stageOf(['bad', 'b']);
    stage.check = (name) => Promise.resolve(name === 'bad' ? { ...good, failed: 1, checked: 'later' } : good);
    await stage.run(75);
    assert.deepEqual(
      stage.began.filter((each) => each.startsWith('bad')),
      ['bad 0', 'bad 20', 'bad 60'],
    );
    assert.equal(stage.began.filter((each) => each.startsWith('b ')).length, 8);
  });

  it('checks at once when an event comes, and soon again while the list lags behind it', async () => {
    const stage = stageOf(['a']);
    let wasAware: boolean | undefined;
    await stage.run(16, {
      3: (scheduler) => {
        wasAware = scheduler.wake(idOf('a'));
        assert.equal(scheduler.wake(idOf('b')), false);
      },
    });
    assert.equal(wasAware, true);
    assert.deepEqual(stage.began, ['a 0', 'a 3', 'a 5', 'a 15']);
    assert.deepEqual(
      stage.checked.map(({ cause }) => cause),
      ['schedule', 'event', 'schedule', 'schedule'],
    );
  });

  it('obeys an order at once, which is no event that the list could lag behind', async () => {
    const stage = stageOf(['a']);
    await stage.run(16, { 3: (scheduler) => void scheduler.wake(idOf('a'), 'order') });
    assert.deepEqual(stage.began, ['a 0', 'a 3', 'a 13']);
    assert.deepEqual(
      stage.checked.map(({ cause }) => cause),
      ['schedule', 'order', 'schedule'],
    );
  });

  it('answers a burst of events with one check after the one under way', async () => {
    const stage = stageOf(['a']);
    stage.check = async () => {
      await stage.sleep(1000);
      return good;
    };
    const wake = (scheduler: Scheduler): void => void scheduler.wake(idOf('a'));
    await stage.run(2.5, { 0.2: wake, 0.4: wake, 0.6: wake });
    assert.deepEqual(stage.began, ['a 0', 'a 1']);
  });

  it('takes up and leaves sources while it runs', async () => {
    const stage = stageOf(['a', 'b']);
    await stage.run(26, { 5: () => stage.replace(['b', 'c']) });
    assert.deepEqual(stage.began, ['a 0', 'b 0.1', 'c 5', 'b 10.1', 'c 15', 'b 20.1', 'c 25']);
  });

  it('finishes the check under way when it is stopped, and begins no other', async () => {
    const stage = stageOf(['a']);
    let isFinished = false;
    stage.check = async () => {
      await stage.sleep(60_000);
      isFinished = true;
      return good;
    };
    await stage.run(5);
    assert.equal(isFinished, true);
    assert.deepEqual(stage.began, ['a 0']);
  });

  it('ends with a fault of the program, after the others finished their step', async () => {
    const stage = stageOf(['a', 'b']);
    stage.check = (name) => (name === 'b' ? Promise.reject(new TypeError('bug')) : Promise.resolve(good));
    await assert.rejects(stage.run(25), /bug/);
    assert.deepEqual(stage.began, ['a 0', 'b 0.1']);
  });
});
