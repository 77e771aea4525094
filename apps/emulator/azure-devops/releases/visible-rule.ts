// Whether an artifact input shows: `a == x && b != y || c == z`, the operators that the documentation names.

function comparison(text: string, values: Readonly<Record<string, string>>): boolean {
  const match = /^\s*(\S+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(text);
  if (!match) return true;
  const [, name = '', operator, wanted = ''] = match;
  const same = (values[name] ?? '').toLowerCase() === wanted.toLowerCase();
  return operator === '!=' ? !same : same;
}

/** `&&` binds closer than `||`. An input without a rule always shows. */
export function isVisible(rule: string | undefined, values: Readonly<Record<string, string>>): boolean {
  if (rule === undefined || rule.trim() === '') return true;
  return rule.split('||').some((part) => part.split('&&').every((term) => comparison(term, values)));
}
