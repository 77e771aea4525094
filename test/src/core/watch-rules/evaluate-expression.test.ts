import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluateExpression } from '../../../../src/core/watch-rules/evaluate-expression.ts';
import { parseExpression } from '../../../../src/core/watch-rules/parse-expression.ts';
import { expressions } from './support/expressions.ts';

const facts = {
  version: '12',
  stage: 'prod',
  tags: { accuracy: '0.93', owner: 'ml', both: 'tag', 'odd name': 'x', blank: ' ' },
  properties: { rows: '1e3', both: 'property' },
};
const evaluate = (text: string) => evaluateExpression(parseExpression(text), facts);

describe('src/core/watch-rules/evaluate-expression.ts', () => {
  for (const text of [
    'accuracy >= 0.93',
    'accuracy <= 0.93',
    'accuracy > 0.9 and rows < 1001',
    'version > 9',
    'stage == "prod"',
    'owner != "ops"',
    'both == "tag" and properties.both == "property"',
    'tags["odd name"] == "x"',
    'owner in ["ops", "ml"]',
    'rows in [1000]',
    'not exists(type)',
    'exists(owner) and not exists(tags.rows)',
    'stage == "dev" or accuracy > 0.5',
    'accuracy != 1',
  ]) {
    it(`holds: ${text}`, () => assert.equal(evaluate(text).holds, true));
  }

  for (const [text, reason] of [
    ['accuracy > 0.95', "accuracy is '0.93' (wanted > 0.95)"],
    ['f1 > 0', 'f1 does not exist (wanted > 0)'],
    ['f1 != 0', 'f1 does not exist (wanted != 0)'],
    ['owner > 0', "owner is 'ml', which is no number (wanted > 0)"],
    ['blank >= 0', "blank is ' ', which is no number (wanted >= 0)"],
    ['stage in ["dev", "test"]', `stage is 'prod' (wanted in ["dev", "test"])`],
    ['type == "custom_model"', 'type does not exist (wanted == "custom_model")'],
    ['exists(constructor)', 'constructor does not exist'],
    ['not owner == "ml"', "owner is 'ml'"],
    ['f1 > 0 or accuracy > 1', "f1 does not exist (wanted > 0), and accuracy is '0.93' (wanted > 1)"],
    ['accuracy > 0 and f1 > 0', 'f1 does not exist (wanted > 0)'],
  ] as const) {
    it(`does not hold: ${text}, because ${reason}`, () => {
      assert.deepEqual(evaluate(text), { holds: false, reason });
    });
  }

  it('always ends, with a reason, and not turns the answer round', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const { holds, reason } = evaluateExpression(expression, facts);
        assert.ok(reason.length > 0);
        assert.equal(evaluateExpression({ kind: 'not', operand: expression }, facts).holds, !holds);
      }),
    );
  });
});
