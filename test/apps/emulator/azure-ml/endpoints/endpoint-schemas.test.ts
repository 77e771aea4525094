import assert from 'node:assert/strict';
import fc from 'fast-check';
import { durationMs } from '../../../../../apps/emulator/azure-ml/endpoints/endpoint-schemas.ts';

describe('apps/emulator/azure-ml/endpoints/endpoint-schemas.ts', () => {
  it('reads durations', () => {
    assert.equal(durationMs('PT5S'), 5_000);
    assert.equal(durationMs('PT0.5S'), 500);
    assert.equal(durationMs('PT3M'), 180_000);
    const part = fc.nat({ max: 99 });
    fc.assert(
      fc.property(part, part, part, (h, m, s) =>
        assert.equal(durationMs(`PT${h}H${m}M${s}S`), ((h * 60 + m) * 60 + s) * 1000),
      ),
    );
  });
});
