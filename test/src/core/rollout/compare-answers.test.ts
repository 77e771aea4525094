import assert from 'node:assert/strict';
import fc from 'fast-check';
import { differenceOf, type Json } from '../../../../src/core/rollout/compare-answers.ts';

describe('src/core/rollout/compare-answers.ts', () => {
  it('takes the same JSON in another order of keys', () => {
    assert.equal(differenceOf({ a: 1, b: [true, null] }, '{"b": [true, null], "a": 1.0}'), undefined);
  });

  it('takes numbers that are off by no more than the tolerance', () => {
    assert.equal(differenceOf([152.13], '[152.1]', 0.01), undefined);
    assert.match(differenceOf([152.13], '[152.1]') ?? '', /^\[0\] is 152.1 and should be 152.13$/);
    assert.equal(differenceOf([0], '[0.005]', 0.01), undefined);
    assert.match(differenceOf([100], '[102]', 0.01) ?? '', /102/);
  });

  it('reads a text that holds JSON, as scripts without a schema answer', () => {
    assert.equal(differenceOf([1, 2], '"[1, 2]"'), undefined);
    assert.equal(differenceOf('yes', '"yes"'), undefined);
  });

  it('says where an answer differs', () => {
    assert.equal(differenceOf({ a: { b: 1 } }, '{"a": {}}'), 'a.b is missing');
    assert.equal(differenceOf({}, '{"a": 1}'), 'a is there and should not be');
    assert.equal(differenceOf([1], '[1, 2]'), 'the answer has 2 elements and should have 1');
    assert.equal(differenceOf({ a: [1] }, '{"a": {"0": 1}}'), 'a is {"0":1} and should be [1]');
    assert.equal(differenceOf(1, '<html>'), 'the answer is no JSON: "<html>"');
    assert.equal(differenceOf({ a: 1 }, '"nonsense"'), 'the answer is no JSON: "\\"nonsense\\""');
  });

  it('finds every JSON equal to itself and no changed number', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(differenceOf(value as Json, JSON.stringify([value]).slice(1, -1), 0), undefined);
      }),
    );
  });
});
