import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Stamps } from '../../../../apps/emulator/azure-ml/system-data.ts';

describe('apps/emulator/azure-ml/system-data.ts', () => {
  it('never gives a stamp twice, nor one that is earlier as text or as time, even when the clock goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 2, maxLength: 50 }), (clock) => {
        let tick = 0;
        const stamps = new Stamps(() => new Date(1_700_000_000_000 + (clock[tick] ?? 0)));
        const given = clock.map(() => {
          const stamp = stamps.next();
          tick += 1;
          return stamp;
        });
        assert.deepEqual([...new Set(given)].sort(), given);
        const times = given.map((stamp) => Date.parse(stamp));
        assert.deepEqual(
          [...times].sort((a, b) => a - b),
          times,
        );
        for (const stamp of given) assert.match(stamp, /^2023-11-14T22:\d\d:\d\d\.\d{7}\+00:00$/);
      }),
    );
  });
});
