import assert from 'node:assert/strict';
import { failedBatches, failuresInWords } from '../../../../src/core/batch/failed-batches.ts';

const attempt = (batch: number, number: number, error: string) =>
  `mini batch ${batch} (${batch}.csv), attempt ${number} of 2:\nTraceback (most recent call last):\n  File "score.py"\n${error}\n`;

describe('src/core/batch/failed-batches.ts', () => {
  it('names each mini batch once, with what its last attempt said last', () => {
    const log =
      attempt(0, 1, 'ValueError: first') + attempt(1, 1, 'KeyError: x') + attempt(0, 2, 'ValueError: last');
    assert.deepEqual(failedBatches(log), [
      { what: 'mini batch 0 (0.csv)', reason: 'ValueError: last' },
      { what: 'mini batch 1 (1.csv)', reason: 'KeyError: x' },
    ]);
  });

  it('names a process whose init() failed', () => {
    const log = "init() of process 0:\nTraceback\nModuleNotFoundError: No module named 'pandas'\n";
    assert.equal(failuresInWords(log), "init() of process 0: ModuleNotFoundError: No module named 'pandas'");
  });

  it('says no more than a person reads', () => {
    const log = [0, 1, 2, 3, 4].map((batch) => attempt(batch, 2, 'Error: no')).join('');
    assert.match(failuresInWords(log), /mini batch 2 \(2\.csv\): Error: no; and 2 more$/);
    assert.equal(failuresInWords(''), '');
    assert.equal(failuresInWords('2026-11-21 INFO all is well'), '');
  });
});
