// The sweep as a table, and in one sentence.
import type { RoundReport } from './rounds.ts';
import { causedBy } from './sweep.ts';

const header = [
  'strategy',
  'fault',
  'steps met',
  'runs',
  'requests',
  'failed',
  'met bad',
  'worst gap',
  'time',
  'end',
];

const rowOf = (report: RoundReport): readonly string[] => {
  const { strategy, fault, met, runs, counts, seconds, wrong } = report;
  const failed = causedBy(report);
  return [
    ...[strategy, fault, String(met), String(runs), String(counts.sent), String(failed)],
    ...[String(counts.failed - failed), `${Math.round(counts.worstGapMs)} ms`, `${seconds.toFixed(0)} s`],
    wrong === undefined ? 'good' : 'WRONG',
  ];
};

export function tableOf(reports: readonly RoundReport[]): string {
  const rows = [header, ...reports.map(rowOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function sentenceOf(reports: readonly RoundReport[], seconds: number): string {
  const sum = (of: (report: RoundReport) => number): number => reports.reduce((all, one) => all + of(one), 0);
  const failed = sum(causedBy);
  const worst = Math.max(0, ...reports.map(({ counts }) => counts.worstGapMs));
  return (
    `${reports.length} roll-outs in ${sum(({ runs }) => runs)} runs, ${reports.filter(({ wrong }) => wrong !== undefined).length} wrong; ` +
    `${sum(({ counts }) => counts.sent)} requests, ${failed} failed, ` +
    `${sum(({ counts }) => counts.failed) - failed} met a bad version before it was taken back, worst gap ${Math.round(worst)} ms; ${Math.round(seconds)} s`
  );
}

/** What a person needs to look into it. */
export const faultsOf = (reports: readonly RoundReport[]): readonly string[] =>
  reports.flatMap((report) => {
    const { strategy, fault, wrong, counts } = report;
    const caused =
      causedBy(report) > 0 ? `answers other than 200: ${JSON.stringify(counts.failures)}` : undefined;
    return [wrong, caused].flatMap((words) =>
      words === undefined ? [] : [`${strategy}, ${fault}: ${words}`],
    );
  });
