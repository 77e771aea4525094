import assert from 'node:assert/strict';
import { bestOf, overBudget } from '../../scripts/budgets.ts';
import type { Measurement } from '../../bench/measurement.ts';

const start = (value: number, runtime = 'node24'): Measurement => ({
  name: `start-up/download-model/v1/${runtime}`,
  value,
  unit: 'ms',
});

describe('scripts/budgets.ts', () => {
  it('holds the package to 1.5 MB, and each task to 2.3 MB unpacked', () => {
    const of = (name: string, value: number) => overBudget({ name, value, unit: 'bytes' });
    assert.equal(of('size/vsix', 1_500_000), undefined);
    assert.match(of('size/vsix', 1_500_001) ?? '', /1500001.*1500000/);
    assert.equal(of('size/tasks/watch-models/v1/deferred.js', 2_300_000), undefined);
    assert.match(of('size/tasks/watch-models/v1/deferred.js', 2_300_001) ?? '', /2300001.*2300000/);
    assert.equal(of('size/apps/watcher.cjs', 9_000_000), undefined);
  });

  it('holds the start of every task on Node 24 to 75 ms', () => {
    assert.equal(overBudget(start(75)), undefined);
    assert.match(overBudget(start(75.1)) ?? '', /download-model.*75\.1.*75/);
  });

  it('has no figure for other runtimes, and none for the peers', () => {
    assert.equal(overBudget(start(500, 'node20')), undefined);
    assert.equal(overBudget({ name: 'start-up/empty-script/node24', value: 500, unit: 'ms' }), undefined);
  });

  it('takes the best of several rounds, each measurement by itself', () => {
    const size = (value: number): Measurement => ({ name: 'size/vsix', value, unit: 'bytes' });
    assert.deepEqual(bestOf([[start(90), size(1)], [start(60), size(2)], [start(70)]]), [start(60), size(1)]);
  });
});
