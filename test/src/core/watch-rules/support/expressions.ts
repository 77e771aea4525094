// Any expression, as fast-check makes them.
import fc from 'fast-check';
import {
  type Comparison,
  type Expression,
  type Literal,
  type Name,
  plainName,
  reservedWords,
} from '../../../../../src/core/watch-rules/expression.ts';

const plainKeys = fc
  .stringMatching(/^[A-Za-z_][\w-]{0,6}(\.[\w-]{1,3})?$/)
  .filter((key) => plainName.test(key) && !reservedWords.has(key) && !/^(tags|properties)\./.test(key));

const names: fc.Arbitrary<Name> = fc.oneof(
  fc.constantFrom<Name>({ of: 'stage' }, { of: 'type' }, { of: 'version' }),
  plainKeys.map((key): Name => ({ of: 'either', key })),
  fc
    .tuple(fc.constantFrom('tags' as const, 'properties' as const), fc.string())
    .map(([of, key]): Name => ({ of, key })),
);

const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));

const literalsFor = (name: Name): fc.Arbitrary<Literal> =>
  name.of === 'stage' || name.of === 'type' ? fc.string() : fc.oneof(fc.string(), numbers);

const leaves: fc.Arbitrary<Expression> = names.chain((name) =>
  fc.oneof(
    fc.constant<Expression>({ kind: 'exists', name }),
    fc
      .array(literalsFor(name), { minLength: 1, maxLength: 3 })
      .map((values): Expression => ({ kind: 'in', name, values })),
    fc
      .tuple(literalsFor(name), fc.constantFrom<Comparison>('==', '!=', '>=', '<=', '>', '<'))
      .map(([value, operator]): Expression => ({
        kind: 'compare',
        name,
        operator: typeof value === 'string' && !/[!=]=/.test(operator) ? '==' : operator,
        value,
      })),
  ),
);

const { whole } = fc.letrec<{ whole: Expression }>((tie) => ({
  whole: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaves,
    tie('whole').map((operand): Expression => ({ kind: 'not', operand })),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('whole'), tie('whole'))
      .map(([kind, left, right]): Expression => ({ kind, left, right })),
  ),
}));

/** Short enough to be read again. */
export const expressions: fc.Arbitrary<Expression> = whole.filter(
  (expression) => JSON.stringify(expression).length < 900,
);
