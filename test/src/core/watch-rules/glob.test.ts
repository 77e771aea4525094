import assert from 'node:assert/strict';
import fc from 'fast-check';
import { matchesGlob } from '../../../../src/core/watch-rules/glob.ts';

/** The obvious way, which is slow for hostile patterns. */
function asRegExp(pattern: string): RegExp {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${escaped}$`);
}

describe('src/core/watch-rules/glob.ts', () => {
  it('agrees with a regular expression', () => {
    const letters = (some: string) => fc.string({ unit: fc.constantFrom(...some.split(' ')), maxLength: 8 });
    fc.assert(
      fc.property(letters('a b .'), letters('a b . * ?'), (text, pattern) => {
        assert.equal(matchesGlob(text, pattern), asRegExp(pattern).test(text), `${text} ${pattern}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('is quick with a pattern that makes others slow', () => {
    assert.equal(matchesGlob('a'.repeat(200), `${'a*'.repeat(100)}b`), false);
  });
});
