import assert from 'node:assert/strict';
import { fuzzOne } from './support/fuzz.ts';

/** `npm run fuzz -- --cases 100000` walks further. */
const cases = 1_000;

describe('random and mutated files', () => {
  it('end in a plan, or in an error of the catalogue that names file, line and key', () => {
    const ends = new Map<string, number>();
    for (let seed = 1; seed <= cases; seed += 1) {
      const end = fuzzOne(seed);
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
    for (const end of [
      'plan',
      'ConfigurationInvalid',
      'ConfigurationUnreadable',
      'ConfigurationNotSupported',
    ])
      assert.ok((ends.get(end) ?? 0) > cases / 100, `${end}: ${ends.get(end) ?? 0}`);
  }).timeout(60_000);
});
