import assert from 'node:assert/strict';
import { Timeline } from '../../../apps/main-job/timeline.ts';

function setUp(isTerminal: boolean) {
  let time = 0;
  const written: string[] = [];
  const timeline = new Timeline({ isTerminal, now: () => time, write: (text) => written.push(text) });
  return { timeline, written, wait: (milliseconds: number) => (time += milliseconds) };
}

describe('apps/main-job/timeline.ts', () => {
  it('says that a step began, and how long it took', async () => {
    const { timeline, written, wait } = setUp(false);
    await timeline.step('train', async () => {
      wait(1500);
      return Promise.resolve();
    });
    assert.deepEqual(written, ['… train (0.0 s)\n', '✓ train (1.5 s)\n']);
  });

  it('marks a step that failed and passes the failure on', async () => {
    const { timeline, written } = setUp(false);
    await assert.rejects(
      timeline.step('train', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(written.at(-1), '✗ train (0.0 s)\n');
  });

  it('redraws one line on a terminal', async () => {
    const { timeline, written } = setUp(true);
    await timeline.step('train', () => Promise.resolve());
    assert.ok(written.every((text) => text.startsWith('\r\u001b[K')));
  });

  it('sums up in the order in which things began, with what happened elsewhere', async () => {
    const { timeline, wait } = setUp(false);
    wait(1000);
    await timeline.step('release runs', async () => {
      wait(4000);
      return Promise.resolve();
    });
    timeline.happened("task 'deploy'", 2000, 2500);
    timeline.happened('release created', 500);
    assert.deepEqual(timeline.summary().split('\n'), [
      '  +0.5 s  release created',
      '  +1.0 s  release runs  (4.0 s)',
      "  +2.0 s  task 'deploy'  (2.5 s)",
    ]);
  });
});
