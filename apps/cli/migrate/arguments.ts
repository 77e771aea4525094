// The arguments of `azureml-release migrate`.
import { text, toggle } from '../../../src/core/command-line/flag.ts';
import { flagLines } from '../../../src/core/command-line/flag-lines.ts';
import { readCommandLine } from '../../../src/core/command-line/read-command-line.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import type { MigrationOptions } from '../../../src/core/migration/options.ts';

const command = 'azureml-release migrate';

const flags = {
  output: text('FILE', "write the result there, a new file; '-' is the standard output"),
  'in-place': toggle('rewrite FILE itself; with neither of the two nothing is written'),
  connection: text(
    'NAME',
    'use this service connection (in a release definition one that it has already, or an id)',
  ),
  subscription: text(
    'ID',
    'the Azure subscription of the workspace, for the artifacts of a release definition',
  ),
  'resource-group': text(
    'RG',
    'resource group of the workspace, which the retired extension took from the connection',
  ),
  workspace: text('WS', 'the workspace'),
  'relay-url': text('URL', 'the relay that hands events to a trigger of a release definition'),
  json: toggle('report as JSON'),
  help: toggle('this text', 'h'),
};

export const usage = `azureml-release migrate: rewrites what was made for the retired extension ms-air-aiagility.vss-services-azureml

  azureml-release migrate FILE [--output FILE | --in-place] [--connection NAME]
                          [--subscription ID] [--resource-group RG --workspace WS]
                          [--relay-url URL] [--json]

  FILE is an exported release definition (JSON), or the YAML file of a pipeline or template.

${flagLines(flags)}

Status: 0 everything was carried over, 1 questions remain, 2 nothing was done.
`;

export interface MigrateArguments {
  readonly file: string;
  readonly output?: string;
  readonly inPlace: boolean;
  readonly json: boolean;
  readonly options: MigrationOptions;
}

/**
 * @param argv what stands behind `migrate`
 * @returns `'help'` if that is what was asked for
 * @throws CommandArgumentsInvalid
 */
export function parseArguments(argv: readonly string[]): MigrateArguments | 'help' {
  const { values, words } = readCommandLine(argv, flags, { invalid, words: 'any' });
  if (values.help) return 'help';
  const [file, second] = words;
  if (file === undefined) throw invalid('it names no file');
  if (second !== undefined) throw invalid(`'${second}' is a second file, and one is migrated at a time`);
  const { output, connection, subscription, workspace, json, 'in-place': inPlace } = values;
  const { 'resource-group': resourceGroup, 'relay-url': relayUrl } = values;
  if (output !== undefined && inPlace) throw invalid('--output and --in-place exclude each other');
  if ((resourceGroup === undefined) !== (workspace === undefined))
    throw invalid('--resource-group and --workspace belong together');
  return {
    ...{ file, inPlace, json },
    ...given({ output }),
    options: given({ connection, subscription, resourceGroup, workspace, relayUrl }),
  };
}

const invalid = (problem: string): Error => fail('CommandArgumentsInvalid', { command, problem });
