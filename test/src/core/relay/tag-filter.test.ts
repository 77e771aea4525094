import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pairsFilter } from '../../../../apps/emulator/azure-ml/listing.ts';
import { missingTag, parseTagFilter } from '../../../../src/core/relay/tag-filter.ts';

describe('src/core/relay/tag-filter.ts', () => {
  const name = fc.constantFrom('stage', 'a.b', 'Stage', 'constructor');
  const value = fc.constantFrom('x', 'a b', 'Production', '1:2');

  it('passes exactly what the pickers offer, whatever the filter and the tags', () => {
    const part = fc.tuple(name, fc.option(value)).map(([key, text]) => (text ? `${key}=${text}` : key));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), fc.dictionary(name, value), (parts, tags) => {
        const text = parts.join(',');
        const wanted = parseTagFilter(text) ?? assert.fail(text);
        assert.equal(missingTag(wanted, tags) === undefined, pairsFilter(text)(tags));
      }),
    );
  });

  it('is no filter where the artifact has none, and refuses what it cannot read', () => {
    assert.deepEqual(parseTagFilter(''), []);
    for (const text of ['=', 'a,', ',a', 'a=b=c', 'a\nb', 'a="b"'])
      assert.equal(parseTagFilter(text), undefined, text);
  });

  it('names the tag that is missing or another', () => {
    assert.equal(missingTag([{ name: 'a' }], {}), "it has no tag 'a'");
    assert.equal(missingTag([{ name: 'a', value: 'x' }], { a: 'y' }), "its tag 'a' is not 'x'");
  });
});
