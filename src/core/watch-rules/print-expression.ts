// Writes an expression down so that it reads the same again.
import { type Expression, type Literal, type Name, plainName } from './expression.ts';

/** `parseExpression` makes the same expression of the text. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return `${grouped(expression.left)} ${expression.kind} ${grouped(expression.right)}`;
    case 'not':
      return `not ${grouped(expression.operand)}`;
    case 'exists':
      return `exists(${printName(expression.name)})`;
    case 'in':
      return `${printName(expression.name)} in [${expression.values.map(printLiteral).join(', ')}]`;
    case 'compare':
      return `${printName(expression.name)} ${expression.operator} ${printLiteral(expression.value)}`;
  }
}

export function printName(name: Name): string {
  if (!('key' in name)) return name.of;
  if (name.of === 'either') return name.key;
  return plainName.test(name.key) ? `${name.of}.${name.key}` : `${name.of}[${printLiteral(name.key)}]`;
}

function printLiteral(value: Literal): string {
  return typeof value === 'number' ? String(value) : `"${value.replace(/["\\]/g, '\\$&')}"`;
}

function grouped(expression: Expression): string {
  const text = printExpression(expression);
  return expression.kind === 'and' || expression.kind === 'or' ? `(${text})` : text;
}
