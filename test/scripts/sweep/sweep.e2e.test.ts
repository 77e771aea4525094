import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pairsOf, sweepFaults, sweepStrategies } from '../../../scripts/sweep/pairs.ts';
import { faultsOf, sentenceOf, tableOf } from '../../../scripts/sweep/report.ts';
import { runSweep } from '../../../scripts/sweep/sweep.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('scripts/sweep', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);

  it('meets every strategy with every fault', () => {
    const all = new Set(pairsOf({}).map(({ strategy, fault }) => `${strategy} ${fault}`));
    assert.equal(all.size, sweepFaults.length * sweepStrategies.length);
    assert.deepEqual(pairsOf({ strategy: 'replace', fault: 'killed' }), [
      { strategy: 'replace', fault: 'killed after each step in turn' },
    ]);
  });

  it('kills and cuts real roll-outs, and no caller notices', async () => {
    const pairs = [
      ...pairsOf({ strategy: 'replace', fault: 'killed' }),
      ...pairsOf({ strategy: 'replace', fault: 'cut after' }),
    ];
    const reports = await runSweep(root, pairs, () => undefined);
    assert.deepEqual(faultsOf(reports), []);
    assert.match(
      tableOf(reports),
      /^strategy +fault .*\nreplace +killed .* good\nreplace +cut after .* good$/,
    );
    assert.match(
      sentenceOf(reports, 1),
      /^2 roll-outs in \d+ runs, 0 wrong; \d\d+ requests, 0 failed, 0 met/,
    );
    for (const { met } of reports) assert.ok(met > 0);
  });
});
