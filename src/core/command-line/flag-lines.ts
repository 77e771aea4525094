// A table of flags as lines of help and as rows of documentation.
import { type Flag, type FlagTable, namesOf } from './flag.ts';

/** As a person writes it: `-n, --name NAME`. */
function flagSynopsis(name: string, flag: Flag): string {
  const { takes, kind } = flag;
  const value = kind === 'boolean' ? ' [true|false]' : takes === undefined ? '' : ` ${takes}`;
  return `${namesOf(name, flag).join(', ')}${value}${kind === 'many' ? ' ...' : ''}`;
}

/** One line for each flag, what it means in a column of its own. */
export function flagLines(table: FlagTable): string {
  const rows = Object.entries(table).map(([name, flag]) => [flagSynopsis(name, flag), flag.about] as const);
  // A long synopsis gets a line for itself instead of pushing every other one to the right.
  const width = Math.max(...rows.map(([synopsis]) => (synopsis.length > 34 ? 0 : synopsis.length)));
  return rows
    .map(([synopsis, about]) =>
      synopsis.length > width
        ? `  ${synopsis}\n  ${' '.repeat(width)}  ${about}`
        : `  ${synopsis.padEnd(width)}  ${about}`,
    )
    .join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** Rows of a Markdown table with the columns flag and meaning. */
export const flagRows = (table: FlagTable): readonly string[] =>
  Object.entries(table).map(
    ([name, flag]) => `| \`${cell(flagSynopsis(name, flag))}\` | ${cell(flag.about)} |`,
  );
