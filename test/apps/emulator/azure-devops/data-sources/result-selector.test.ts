// Selecting results out of an answer.
import assert from 'node:assert/strict';
import { selectResults } from '../../../../../apps/emulator/azure-devops/data-sources/result-selector.ts';

const body = JSON.stringify({
  value: [
    { name: 'a', on: true },
    { name: 'b', on: false },
    { name: 'a', on: true },
  ],
});

describe('apps/emulator/azure-devops/data-sources/result-selector.ts', () => {
  it('drops doubles', () => {
    assert.deepEqual(selectResults('jsonpath:$.value[*].name', body), ['a', 'b']);
    assert.equal(selectResults('jsonpath:$.value[*]', body).length, 2);
  });

  it('takes a path without the leading sign, and filters', () => {
    assert.deepEqual(selectResults('jsonpath:value[0].name', body), ['a']);
    assert.deepEqual(selectResults('jsonpath:$.value[?(@.on == true)].name', body), ['a']);
  });

  it('gives the whole answer as one result for $', () => {
    assert.deepEqual(selectResults('jsonpath:$', '{"a":1}'), [{ a: 1 }]);
  });

  it('gives nothing for an empty body', () => {
    assert.deepEqual(selectResults('jsonpath:$.value[*]', ''), []);
  });

  it('gives plain text, and nothing for none', () => {
    assert.deepEqual(selectResults('plaintext', 'hi'), ['hi']);
    assert.deepEqual(selectResults('none', body), []);
  });

  for (const selector of [
    'jsonpath:$.value[(@.length-1)]',
    'jsonpath:$.value[*]~',
    'jsonpath:$.value[0]^',
    'xpath://a',
    'nope',
  ])
    it(`refuses ${selector}`, () => assert.throws(() => selectResults(selector, body), /selector/));
});
