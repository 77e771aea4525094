import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJsonDocument } from '../../../scripts/validate/json-document.ts';

const keysOf = (text: string) => parseJsonDocument('a.json', text).findings.map(({ key }) => key);

describe('scripts/validate/json-document.ts', () => {
  it('finds keys that stand twice, however deep', () => {
    assert.deepEqual(keysOf('{ "a": 1, "b": [ {}, { "c": 1, "c": 2 } ], "a": 3 }'), ['/a', '/b/1/c']);
  });

  it('escapes keys as a JSON pointer does', () => {
    assert.deepEqual(keysOf('{ "a/b~": { "x": 1, "x": 2 } }'), ['/a~1b~0/x']);
  });

  it('says where the syntax is wrong', () => {
    const { document, findings } = parseJsonDocument('a.json', '{ "a": }');
    assert.equal(document, undefined);
    assert.match(findings[0]?.sentence ?? '', /not JSON/);
  });

  it('refuses what is no object', () => {
    assert.match(parseJsonDocument('a.json', '[]').findings[0]?.sentence ?? '', /not a JSON object/);
  });

  it('finds nothing in any object without a double key, and gives its value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const { document, findings } = parseJsonDocument('a.json', JSON.stringify(value));
        assert.deepEqual(findings, []);
        assert.deepEqual(JSON.stringify(document?.value), JSON.stringify(value));
      }),
    );
  });
});
