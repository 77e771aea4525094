import assert from 'node:assert/strict';
import { runCases, type CaseOutcome } from '../../../scripts/fuzz/run-cases.ts';

describe('scripts/fuzz/run-cases.ts', () => {
  it('stops a case that hangs, names its seed, and goes on with the next', async () => {
    const outcomes: CaseOutcome[] = [];
    const module = new URL('./support/three-cases.ts', import.meta.url).href;
    await runCases({ module, first: 1, last: 4, limitMs: 400 }, (outcome) => outcomes.push(outcome));
    assert.deepEqual(outcomes, [
      { seed: 1, end: 'plan' },
      { seed: 2, failure: 'seed 2 did not end within 400 ms' },
      { seed: 3, failure: 'seed 3 is wrong' },
      { seed: 4, end: 'plan' },
    ]);
  }).timeout(30_000);
});
