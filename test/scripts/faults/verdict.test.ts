import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Evidence, isGood, judge } from '../../../scripts/faults/verdict.ts';

const versions = ['3', '4', '5'];
const good = { lost: [], doubled: [], outOfOrder: [] };

describe('scripts/faults/verdict.ts', () => {
  const cases: readonly [string, Omit<Evidence, 'versions'>, Partial<typeof good | object>][] = [
    ['every version once and in order', { mode: 'every', released: ['3', '4', '5'] }, {}],
    ['the newest alone', { mode: 'latest', released: ['5'] }, {}],
    ['an older one before the newest', { mode: 'latest', released: ['3', '5'] }, {}],
    ['a version without a release', { mode: 'every', released: ['3', '5'] }, { lost: ['4'] }],
    ['the newest without a release', { mode: 'latest', released: ['4'] }, { lost: ['5'] }],
    ['two releases of one version', { mode: 'every', released: ['3', '4', '4', '5'] }, { doubled: ['4'] }],
    [
      'a release of what was there when the watch began',
      { mode: 'latest', released: ['2', '5'] },
      { doubled: ['2'] },
    ],
    ['a later version first', { mode: 'every', released: ['3', '5', '4'] }, { outOfOrder: ['4'] }],
  ];
  for (const [what, evidence, wrong] of cases)
    it(`judges ${what}`, () => {
      assert.deepEqual(judge({ ...evidence, versions }), { ...good, ...wrong });
    });

  it('finds good exactly those releases that are all versions in order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...versions), { maxLength: 5 }), (released) => {
        const verdict = judge({ mode: 'every', versions, released });
        assert.equal(isGood(verdict), released.join() === versions.join());
      }),
    );
  });
});
