import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inParallel } from '../../../src/core/in-parallel.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('src/core/in-parallel.ts', () => {
  it('does everything once, never more than the limit at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat()), fc.integer({ min: 1, max: 8 }), async (items, limit) => {
        const done: number[] = [];
        let now = 0;
        let most = 0;
        await inParallel(items, limit, async (item) => {
          most = Math.max(most, ++now);
          await turn();
          done.push(item);
          now--;
        });
        assert.deepEqual(done.toSorted(), items.toSorted());
        assert.ok(most <= limit);
      }),
      { numRuns: 30 },
    );
  });

  it('starts nothing after a failure, and throws the first one when all has ended', async () => {
    const started: number[] = [];
    let ended = 0;
    await assert.rejects(
      inParallel([1, 2, 3, 4, 5], 2, async (item) => {
        started.push(item);
        await turn();
        ended++;
        if (item <= 2) throw new Error(`number ${item}`);
      }),
      /number 1/,
    );
    assert.deepEqual(started, [1, 2]);
    assert.equal(ended, 2);
  });
});
