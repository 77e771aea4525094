// What the validator reports: one fault, where it is, and how to mend it.

export interface Finding {
  /** File below the staged folder. */
  readonly file: string;
  /** JSON pointer (RFC 6901) to the faulty key; empty for the whole file. */
  readonly key: string;
  /** One sentence that names the offending value. */
  readonly sentence: string;
  /** What to do, in the imperative. */
  readonly remedy: string;
}

/** A JSON pointer from its parts. */
export const pointer = (parts: readonly PropertyKey[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** All findings as text, one a line, for a person at a terminal. */
export function describeFindings(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ file, key, sentence, remedy }) => `${file}${key === '' ? '' : `#${key}`}: ${sentence} ${remedy}`,
  );
  const count = findings.length === 1 ? 'one fault' : `${findings.length} faults`;
  return `The extension has ${count}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}
