import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import type { Expression } from '../../../../src/core/watch-rules/expression.ts';
import { parseExpression } from '../../../../src/core/watch-rules/parse-expression.ts';
import { printExpression } from '../../../../src/core/watch-rules/print-expression.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { expressions } from './support/expressions.ts';

const name = (key: string) => ({ of: 'either', key }) as const;
const number = (key: string, value: number): Expression => ({
  kind: 'compare',
  name: name(key),
  operator: '>=',
  value,
});

describe('src/core/watch-rules/parse-expression.ts', () => {
  it('reads the example of the documentation', () => {
    assert.deepEqual(parseExpression('accuracy >= 0.9 and stage == "prod"'), {
      kind: 'and',
      left: number('accuracy', 0.9),
      right: { kind: 'compare', name: { of: 'stage' }, operator: '==', value: 'prod' },
    });
  });

  it('lets not bind before and, and before or, and parentheses before all', () => {
    const [a, b, c] = [number('a', 1), number('b', 2), number('c', -3e2)];
    assert.deepEqual(parseExpression('not a>=1 or b>=2 and c>=-3e2'), {
      kind: 'or',
      left: { kind: 'not', operand: a },
      right: { kind: 'and', left: b, right: c },
    });
    assert.deepEqual(parseExpression('not (a >= 1 or b >= 2) and c >= -300'), {
      kind: 'and',
      left: { kind: 'not', operand: { kind: 'or', left: a, right: b } },
      right: c,
    });
  });

  it('reads names of every kind, lists and existence', () => {
    assert.deepEqual(parseExpression(`tags.a.b in ['x', 2] and exists(properties["odd \\"name\\""])`), {
      kind: 'and',
      left: { kind: 'in', name: { of: 'tags', key: 'a.b' }, values: ['x', 2] },
      right: { kind: 'exists', name: { of: 'properties', key: 'odd "name"' } },
    });
  });

  for (const [text, column, problem] of [
    ['', 1, 'the expression ends where the name'],
    ['accuracy', 9, "the expression ends where '=='"],
    ['accuracy >=', 12, 'a number or a text in quotes'],
    ['accuracy = 1', 10, "write '=='"],
    ['accuracy > 1 && a > 2', 14, "write 'and'"],
    ['accuracy > 1 || a > 2', 14, "write 'or'"],
    ['!(a > 1)', 1, "write 'not'"],
    ['(a > 1', 7, "where ')' is expected"],
    ['a > 1)', 6, "')' stands where 'and', 'or' or the end"],
    ['a > 1 b > 2', 7, "'b' stands where"],
    ['0.9 <= a', 1, "'0.9' stands where the name"],
    ['approved == true', 13, 'put it in quotes'],
    ['a == "x', 6, 'has no end'],
    ['a > "1"', 5, "'>' compares numbers, but '1' is a text"],
    ['stage == 1', 10, 'stage is a text, but 1 is a number'],
    ['type in ["a", 1]', 15, 'type is a text'],
    ['a in []', 7, 'a number or a text'],
    ['a in ("x")', 6, "where '['"],
    ['a > 1e999', 5, 'too large'],
    ['a > 1.2.3', 5, "'1' has no meaning"],
    ['in == 1', 1, "'in' stands where the name"],
    ['tags > 1', 6, "where '['"],
    ['exists a', 8, "where '('"],
    ['a > §', 5, "'§' has no meaning"],
  ] as const) {
    it(`names column ${column} of: ${text}`, () => {
      assert.throws(
        () => parseExpression(text),
        catalogueError('WatchExpressionInvalid', `column ${column}:`, problem),
      );
    });
  }

  it('refuses what is longer than anyone writes', () => {
    assert.throws(
      () => parseExpression('('.repeat(1001)),
      catalogueError('WatchExpressionInvalid', 'longer'),
    );
    assert.throws(() => parseExpression('('.repeat(1000)), catalogueError('WatchExpressionInvalid', '1001'));
  });

  it('reads again what was printed', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        assert.deepEqual(parseExpression(printExpression(expression)), expression);
      }),
    );
  });

  it('ends with a value or an error of the catalogue, whatever the text', () => {
    const words = fc.constantFrom(
      'a',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      'in',
      '==',
      '"x"',
      '1',
      ',',
      'tags',
    );
    const sentences = fc.array(words).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), sentences), (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          assert.ok(isExtensionError(error), String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
