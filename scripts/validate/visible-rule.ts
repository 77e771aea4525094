// Judges a rule that shows or hides an input: `name = value`, joined by && or by ||, never by both.
import type { Finding } from './finding.ts';
import type { Place } from './shape.ts';
import { finding } from './shape.ts';

const condition =
  /^\s*([A-Za-z][A-Za-z0-9]*)\s*(==|=|!=|NotStartsWith|StartsWith|NotEndsWith|EndsWith|NotContains|Contains)\s*(\S.*)?$/;

/** @param known the names of the inputs beside this one */
export function judgeVisibleRule(
  rule: string | undefined,
  known: readonly string[],
  place: Place,
): readonly Finding[] {
  if (rule === undefined) return [];
  if (rule.includes('&&') && rule.includes('||')) {
    return [
      finding(
        place,
        `The rule '${rule}' mixes && and ||, which Azure DevOps reads differently from everybody else.`,
        'Use only one of them.',
      ),
    ];
  }
  return rule.split(/&&|\|\|/).flatMap((part) => {
    const match = condition.exec(part);
    if (match === null) {
      return [
        finding(place, `'${part.trim()}' is not a condition.`, 'Write a condition such as "mode = manual".'),
      ];
    }
    const name = match[1] ?? '';
    return known.includes(name)
      ? []
      : [finding(place, `There is no input '${name}'.`, `Use one of the inputs: ${known.join(', ')}.`)];
  });
}
