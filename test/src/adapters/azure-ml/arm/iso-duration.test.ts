import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDuration } from '../../../../../src/adapters/azure-ml/arm/iso-duration.ts';

describe('src/adapters/azure-ml/arm/iso-duration.ts', () => {
  it('reads days, hours, minutes and seconds', () => {
    const part = fc.integer({ min: 0, max: 99 });
    fc.assert(
      fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
        const milliseconds = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
        assert.equal(parseDuration(`P${days}DT${hours}H${minutes}M${seconds}S`), milliseconds);
      }),
    );
    assert.equal(parseDuration('PT0.5S'), 500);
    assert.equal(parseDuration('P1D'), 86_400_000);
  });

  it('is absent for anything else', () => {
    for (const text of [undefined, '', 'P', 'PT', '2 hours', 'P1Y', 'PT1'])
      assert.equal(parseDuration(text), undefined, text);
  });
});
