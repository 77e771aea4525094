// Model versions for a program, and as a table for a person.
import type { ModelVersion } from '../../../src/core/model/version.ts';
import { v1Model } from '../../../src/core/model/v1-model.ts';
import type { outputFormats } from './flags/workspace-flags.ts';

/** Absent is JSON, as it was az's default. */
export type OutputFormat = (typeof outputFormats)[number] | undefined;

const columns = ['Name', 'Version', 'Created', 'Framework', 'Run', 'Tags'] as const;

function row(version: ModelVersion): readonly string[] {
  const { framework, runId } = v1Model(version);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const tags = Object.entries(version.tags).map(([name, value]) => `${name}=${value}`);
  return [
    ...[version.model, version.version, version.createdAt, text(framework), text(runId)],
    tags.join(' '),
  ];
}

/** Columns as wide as what is in them; the last one is not padded. */
export function asTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = (index: number) => Math.max(...[heads, ...rows].map((cells) => (cells[index] ?? '').length));
  const widths = heads.map((_, index) => width(index));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[heads, widths.map((size) => '-'.repeat(size)), ...rows].map(line).join('\n')}\n`;
}

/** What az ml printed: an object for one model, a list for several; JSON unless a table is asked for. */
export function modelsReport(models: ModelVersion | readonly ModelVersion[], format: OutputFormat): string {
  const list = 'model' in models ? [models] : models;
  switch (format) {
    case 'none':
      return '';
    case 'table':
      return asTable(columns, list.map(row));
    case 'json':
    case undefined:
      return `${JSON.stringify('model' in models ? v1Model(models) : list.map(v1Model), undefined, 2)}\n`;
  }
}
