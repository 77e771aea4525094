import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../../src/core/migration/text-edit.ts';

describe('src/core/migration/text-edit.ts', () => {
  it('replaces exactly the parts that are named, in whatever order and however often they are given', () => {
    const parts = fc.array(
      fc.record({ keep: fc.string(), old: fc.string({ minLength: 1 }), new: fc.string() }),
    );
    fc.assert(
      fc.property(parts, (all) => {
        let at = 0;
        const edits = all.map((part) => {
          const start = at + part.keep.length;
          at = start + part.old.length;
          return { start, end: at, text: part.new };
        });
        const text = all.map((part) => part.keep + part.old).join('');
        const expected = all.map((part) => part.keep + part.new).join('');
        assert.equal(applyEdits(text, [...edits.toReversed(), ...edits]), expected);
      }),
    );
  });

  it('keeps insertions at one place in order, before a deletion that begins there', () => {
    const edits = [
      { start: 1, end: 2, text: '' },
      { start: 1, end: 1, text: 'x' },
      { start: 1, end: 1, text: 'y' },
    ];
    assert.equal(applyEdits('abc', edits), 'axyc');
  });

  it('refuses edits that overlap', () => {
    const edits = [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ];
    assert.throws(() => applyEdits('abc', edits), /two edits overlap at position 1/);
  });
});
