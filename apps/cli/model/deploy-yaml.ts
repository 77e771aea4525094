// `azureml-release model deploy --file deployment.yml`: the files of `az ml` v2 in place of v1's.
import { dashed, many, text } from '../../../src/core/command-line/flag.ts';
import type { Override } from '../../../src/core/config/overrides.ts';
import { setOverride } from '../../../src/core/config/v2/set-values.ts';
import { given } from '../../../src/core/given.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { labelledReferences } from '../../../src/core/plan/v2/labelled-references.ts';
import { planYamlFiles } from '../../../src/core/plan/v2/plan-files.ts';
import type { Workspace } from '../../../src/core/workspace.ts';
import { readYamlFiles } from '../../../src/flows/plan/read-yaml-files.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { invalidFor } from './verb.ts';

export const yamlFlags = {
  file: text('FILE', 'an online or batch deployment as az ml v2 writes it, instead of --ic and --dc'),
  'endpoint-file': text('FILE', 'the endpoint of that deployment; absent: one that is there stays as it is'),
  set: many('KEY=VALUE', 'a key of --file, e.g. instance_count=3'),
};

const invalid = invalidFor('deploy');

/** @param typed every flag of the command line, as it was typed */
function refuseOthers(typed: Readonly<Record<string, string | undefined>>, others: readonly string[]): void {
  const first = others.find((name) => typed[name] !== undefined);
  if (first === undefined) return;
  throw invalid(
    `${typed[first] ?? dashed(first)} belongs to the files of v1: with --file the file says it, or --set`,
  );
}

const overrideOf = (written: string): Override => {
  const override = setOverride(written);
  if (override) return override;
  throw invalid(`--set '${written}' is not of the form key=value`);
};

export interface YamlLine {
  readonly values: {
    readonly file?: string | undefined;
    readonly 'endpoint-file'?: string | undefined;
    readonly set: readonly string[];
  };
  readonly typed: Readonly<Record<string, string | undefined>>;
}

/** @throws CommandArgumentsInvalid for flags that go only with `--file`, or only without it */
export function requireOneGeneration({ values, typed }: YamlLine, v1: readonly string[]): void {
  if (values.file !== undefined) refuseOthers(typed, v1);
  else
    for (const name of ['endpoint-file', 'set'])
      if (typed[name] !== undefined) throw invalid(`${dashed(name)} goes only with --file`);
}

/** A plan for a workspace that nobody has deployed to; names in braces stand for what nobody was asked. */
export async function planYamlOffline(
  deployment: string,
  { values }: YamlLine,
  { workspace, files }: { readonly workspace: Workspace; readonly files: ProjectFiles },
): Promise<Plan> {
  const paths = { deployment, ...given({ endpoint: values['endpoint-file'] }) };
  const read = await readYamlFiles({ ...paths, overrides: values.set.map(overrideOf) }, files);
  const labels = labelledReferences(read.files).map((one) => [one, '{version}'] as const);
  return planYamlFiles(
    { ...read, workspace, labels: Object.fromEntries(labels), lineage: {} },
    { location: '{location}' },
  );
}
