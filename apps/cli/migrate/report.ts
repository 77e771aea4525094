// The report of a migration, for a person and for a program.
import type { MigrationAction, MigrationEntry } from '../../../src/core/migration/entry.ts';
import type { MigrationOutcome } from '../../../src/flows/migrate.ts';

export interface Reported {
  readonly file: string;
  readonly outcome: MigrationOutcome;
  /** What to say about the result when no file was written. */
  readonly whereIsIt: string;
}

const count = ({ entries }: MigrationOutcome, action: MigrationAction): number =>
  entries.filter((entry) => entry.action === action).length;

export const questionsIn = (outcome: MigrationOutcome): number => count(outcome, 'question');

/** One JSON object on one line. */
export function jsonReport({ file, outcome }: Reported): string {
  const { kind, written, entries } = outcome;
  const summary = {
    changed: count(outcome, 'changed'),
    kept: count(outcome, 'kept'),
    questions: questionsIn(outcome),
  };
  return `${JSON.stringify({ file, kind, written: written ?? null, summary, entries })}\n`;
}

/** Grouped by place, the actions in a column, with what to do below. */
export function textReport({ file, outcome, whereIsIt }: Reported): string {
  const lines = [`${file}: ${outcome.kind}`, ...outcome.entries.flatMap(entryLines), '', summaryOf(outcome)];
  lines.push(outcome.written === undefined ? whereIsIt : `Written: ${outcome.written}`);
  return `${lines.join('\n')}\n`;
}

// As wide as the longest action.
const column = 'question'.length;

function entryLines(entry: MigrationEntry, index: number, all: readonly MigrationEntry[]): readonly string[] {
  const { where, what, why, action, next } = entry;
  const place = where === '' ? 'the whole definition' : where;
  const margin = ' '.repeat(column + 4);
  return [
    ...(all[index - 1]?.where === where ? [] : ['', place]),
    `  ${action.padEnd(column)}  ${what}`,
    `${margin}${why}`,
    ...(next === '' ? [] : [`${margin}-> ${next}`]),
  ];
}

function summaryOf(outcome: MigrationOutcome): string {
  const questions = questionsIn(outcome);
  if (outcome.entries.length === 0) return 'Nothing of the retired extension is in it.';
  const rest =
    questions === 0
      ? 'everything was carried over'
      : `${questions} ${questions === 1 ? 'question remains' : 'questions remain'}`;
  return `${count(outcome, 'changed')} changed, ${count(outcome, 'kept')} kept, ${rest}.`;
}
