// Says whether an expression holds for a model version, and why.
import type { ModelVersion } from '../model/version.ts';
import type { Expression, Literal, Name } from './expression.ts';
import { printExpression, printName } from './print-expression.ts';

/** What filters and expressions look at. */
export type VersionFacts = Pick<ModelVersion, 'version' | 'stage' | 'type' | 'tags' | 'properties'>;

export interface Finding {
  readonly holds: boolean;
  /** In words, naming the values that decided. */
  readonly reason: string;
}

/** Never throws. A comparison with something that the version does not have, or that is no number, is false. */
export function evaluateExpression(expression: Expression, facts: VersionFacts): Finding {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return both(
        expression.kind,
        evaluateExpression(expression.left, facts),
        evaluateExpression(expression.right, facts),
      );
    case 'not': {
      const { holds, reason } = evaluateExpression(expression.operand, facts);
      return { holds: !holds, reason };
    }
    case 'exists': {
      const holds = valueOf(expression.name, facts) !== undefined;
      return { holds, reason: `${printName(expression.name)} ${holds ? 'exists' : 'does not exist'}` };
    }
    case 'in':
    case 'compare':
      return compare(expression, valueOf(expression.name, facts));
  }
}

/** One side that decides alone gives its reason alone. */
function both(kind: 'and' | 'or', left: Finding, right: Finding): Finding {
  const decides = kind === 'or';
  for (const side of [left, right]) if (side.holds === decides) return side;
  return { holds: !decides, reason: `${left.reason}, and ${right.reason}` };
}

function compare(
  expression: Extract<Expression, { readonly kind: 'in' | 'compare' }>,
  value: string | undefined,
): Finding {
  const name = printName(expression.name);
  const wanted = printExpression(expression).slice(name.length + 1);
  if (value === undefined) return { holds: false, reason: `${name} does not exist (wanted ${wanted})` };
  const against = (literal: Literal) => (typeof literal === 'number' ? asNumber(value) : value);
  const told = (holds: boolean): Finding => ({
    holds,
    reason: `${name} is '${value}'${holds ? '' : ` (wanted ${wanted})`}`,
  });
  if (expression.kind === 'in') {
    return told(expression.values.some((literal) => against(literal) === literal));
  }
  const literal = expression.value;
  const actual = against(literal);
  if (actual === undefined) {
    return { holds: false, reason: `${name} is '${value}', which is no number (wanted ${wanted})` };
  }
  switch (expression.operator) {
    case '==':
      return told(actual === literal);
    case '!=':
      return told(actual !== literal);
    case '>=':
      return told(actual >= literal);
    case '<=':
      return told(actual <= literal);
    case '>':
      return told(actual > literal);
    case '<':
      return told(actual < literal);
  }
}

function asNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

function valueOf(name: Name, facts: VersionFacts): string | undefined {
  if (!('key' in name)) return facts[name.of];
  if (name.of === 'either') return own(facts.tags, name.key) ?? own(facts.properties, name.key);
  return own(facts[name.of], name.key);
}

/** A tag `constructor` exists only if somebody set it. */
export function own(values: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
