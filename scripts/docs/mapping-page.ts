// Renders docs/mapping.md from the table of keys and targets that the compiler obeys.
import { computeTypes, targets, type Target } from '../../src/core/config/target.ts';
import { defaults } from '../../src/core/config/deployment-defaults.ts';
import type { KeyRow, Treatment } from '../../src/core/plan/keys/key-row.ts';
import { keyTable } from '../../src/core/plan/keys/key-table.ts';
import { readOnlyKeys } from '../../src/core/config/v2/yaml-file.ts';
import { yamlKeys } from './yaml-keys/table.ts';
import { yamlFileKinds, type YamlFileKind, type YamlKey } from './yaml-keys/yaml-key.ts';

const opening = `# What becomes of each key

Every key of an inference config and a deployment config, on every target. A key is **taken** (what it becomes is named),
**refused** (the plan stops before anything is called, with file, line, reason and remedy) or **no effect** (a warning says so). Nothing
is dropped in silence: a test walks all keys and targets.

A value that asks for nothing (null, empty, or what v1's tools wrote as a default) is passed over. [Configuration
files](configuration.md) says how the two files are read.

<!-- Made by \`npm run docs\` from the table that the compiler obeys. Do not edit. -->
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const list = (items: readonly string[]): string => items.join(', ');

function words(treatment: Treatment): string {
  switch (treatment.kind) {
    case 'taken':
      return treatment.caution === undefined
        ? treatment.as
        : `${treatment.as}; a warning: ${treatment.caution}`;
    case 'refused':
      return `**refused**: ${treatment.reason}. ${treatment.instead}`;
    case 'warned':
      return `**no effect**: ${treatment.reason}. ${treatment.instead}`;
    case 'depends':
      return `if ${treatment.when}: ${words(treatment.then).replace(/\.$/, '')}; else: ${words(treatment.otherwise)}`;
  }
}

/** Targets of one treatment share a line. */
function treatments({ by }: KeyRow): readonly string[] {
  const grouped = new Map<string, Target[]>();
  for (const target of targets) {
    const text = words(by[target]);
    grouped.set(text, [...(grouped.get(text) ?? []), target]);
  }
  return [...grouped].map(([text, where]) => {
    const names = where.length === targets.length ? 'everywhere' : list(where);
    return `| ${names} | ${cell(text)} |`;
  });
}

const shown = (value: unknown): string => `\`${cell(JSON.stringify(value))}\``;

function section(row: KeyRow): string {
  return [
    `### \`${row.key}\``,
    '',
    `${row.meaning}. For example ${shown(row.sample)}.`,
    '',
    '| Target | What it becomes |',
    '| --- | --- |',
    ...treatments(row),
    '',
  ].join('\n');
}

function defaultRows(value: object, path = ''): readonly string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null
      ? defaultRows(inner, `${path}${name}.`)
      : [`\`${path}${name}\` ${shown(inner)}`],
  );
}

function typeRow(name: string): string {
  const type = name as keyof typeof computeTypes;
  return `| \`${type}\` | ${computeTypes[type]} | ${list(defaultRows(defaults[type])) || 'none'} |`;
}

const written = ({ at, words }: YamlKey): string =>
  [at === undefined ? '' : at === 'path' ? 'the path of the request' : `\`${at}\``, words]
    .filter((part) => part !== '')
    .join('; ');

const yamlTable = (file: YamlFileKind): string =>
  [
    `### ${file.charAt(0).toUpperCase()}${file.slice(1)}`,
    '',
    '| Key | What it becomes | In the request of |',
    '| --- | --- | --- |',
    ...yamlKeys
      .filter((row) => row.file === file)
      .map((row) => `| \`${row.key}\` | ${cell(written(row))} | ${row.step ?? 'none'} |`),
    `| ${readOnlyKeys.map((key) => `\`${key}\``).join(', ')} | read over, with a warning: only the service writes them | none |`,
    '',
  ].join('\n');

/** The whole page. */
export function mappingPage(): string {
  const of = (file: KeyRow['file']) => keyTable.filter((row) => row.file === file).map(section);
  return [
    opening,
    '## Deployment types\n',
    "`computeType` says where a model goes and whose defaults hold. v1's types keep v1's defaults: they are written into",
    "the request wherever the service's own differ. An AKS config without `numReplicas` scales from 1 to 10 replicas,",
    'looking every second, at 70 %.\n',
    '| `computeType` | Target | Defaults |',
    '| --- | --- | --- |',
    ...Object.keys(computeTypes).map(typeRow),
    '\n## Inference config\n',
    ...of('inference'),
    '## Deployment config\n',
    ...of('deployment'),
    '## Files of `az ml` v2\n',
    'Every key of the files that `az ml` v2 reads. What is not named here is refused with file, line and key.\n',
    ...yamlFileKinds.map(yamlTable),
  ].join('\n');
}
