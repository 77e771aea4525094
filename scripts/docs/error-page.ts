// Renders docs/errors.md from the error catalogue.
import { catalogue } from '../../src/core/errors/catalogue.ts';
import type { ErrorCode } from '../../src/core/errors/catalogue.ts';
import type { Entry } from '../../src/core/errors/entry.ts';

const opening = `# Errors

Every error that you can cause or meet, by code. A task prints the sentence, the remedy and the code; \`docs/errors.md#<code>\` leads
here. _Retried_ means that the fault passes by itself: the product tries again before it gives up. Everything else is for you to
mend, and is never tried again. The values are samples.

<!-- Made by \`npm run docs\` from the error catalogue. Do not edit. -->
`;

/** The anchor of a code: what GitHub makes of its heading, and what an error's text names. */
export const anchorOf = (code: string): string => code.toLowerCase();

function section(code: ErrorCode): string {
  // Each entry renders its own sample, whatever the shape of its values.
  const entry = catalogue[code] as unknown as Entry<unknown>;
  const who = entry.kind === 'later' ? '_Retried._ ' : '';
  return `## ${code}\n\n> ${entry.message(entry.sample)}\n\n${who}${entry.remedy(entry.sample)}\n`;
}

/** The whole page, codes in alphabetical order. */
export function errorPage(): string {
  const codes = (Object.keys(catalogue) as ErrorCode[]).sort((a, b) => (a < b ? -1 : 1));
  const contents = codes.map((code) => `[${code}](#${anchorOf(code)})`).join(' · ');
  return [opening, `${contents}\n`, ...codes.map(section)].join('\n');
}
