import assert from 'node:assert/strict';
import { join } from 'node:path';
import { roundFaults, roundOf, roundStrategies } from '../../../scripts/sweep/rounds.ts';
import { runSweep } from '../../../scripts/sweep/sweep.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('scripts/sweep', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);

  it('meets every strategy with every fault', () => {
    const all = roundFaults.length * roundStrategies.length;
    const met = new Set(
      Array.from({ length: all }, (_, index) => roundOf(index + 1)).map(
        ({ strategy, fault }) => `${strategy} ${fault}`,
      ),
    );
    assert.equal(met.size, all);
  });

  it('kills and cuts real roll-outs, and no caller notices', async () => {
    const notes: string[] = [];
    const { rounds, failed, sent } = await runSweep(root, { count: 2, first: 1 }, (line) => notes.push(line));
    assert.deepEqual(
      rounds.map(({ wrong }) => wrong),
      [undefined, undefined],
      notes.join('\n'),
    );
    assert.ok(sent > 20);
    assert.equal(failed, 0, notes.join('\n'));
  });
});
