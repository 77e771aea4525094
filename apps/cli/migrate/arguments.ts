// The arguments of `azureml-release migrate`.
import { parseArgs } from 'node:util';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { MigrationOptions } from '../../../src/core/migration/options.ts';

export const usage = `azureml-release migrate: rewrites what was made for the retired extension ms-air-aiagility.vss-services-azureml

  azureml-release migrate FILE [--output FILE | --in-place] [--connection NAME]
                          [--subscription ID] [--resource-group RG --workspace WS]
                          [--relay-url URL] [--json]

  FILE                 an exported release definition (JSON), or the YAML file of a pipeline or template
  --output FILE        write the result there, a new file; '-' is the standard output
  --in-place           rewrite FILE itself; with neither of the two nothing is written
  --connection NAME    use this service connection (in a release definition one that it has already, or an id)
  --subscription ID    the Azure subscription of the workspace, for the artifacts of a release definition
  --resource-group RG  resource group of the workspace, which the retired extension took from the connection
  --workspace WS       the workspace
  --relay-url URL      the relay that hands events to a trigger of a release definition
  --json               report as JSON
  --help               this text

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
  const { values, positionals } = read(argv);
  if (values.help === true) return 'help';
  const [file, second] = positionals;
  if (file === undefined) throw invalid('it names no file');
  if (second !== undefined) throw invalid(`'${second}' is a second file, and one is migrated at a time`);
  const {
    output,
    connection,
    subscription,
    workspace,
    'resource-group': resourceGroup,
    'relay-url': relayUrl,
  } = values;
  const inPlace = values['in-place'] === true;
  if (output !== undefined && inPlace) throw invalid('--output and --in-place exclude each other');
  if ((resourceGroup === undefined) !== (workspace === undefined)) {
    throw invalid('--resource-group and --workspace belong together');
  }
  for (const [name, value] of Object.entries({
    output,
    connection,
    subscription,
    workspace,
    'resource-group': resourceGroup,
    'relay-url': relayUrl,
  })) {
    if (value?.trim() === '') throw invalid(`--${name} is empty`);
  }
  return {
    file,
    inPlace,
    json: values.json === true,
    ...(output === undefined ? {} : { output }),
    options: {
      ...(connection === undefined ? {} : { connection }),
      ...(subscription === undefined ? {} : { subscription }),
      ...(resourceGroup === undefined ? {} : { resourceGroup }),
      ...(workspace === undefined ? {} : { workspace }),
      ...(relayUrl === undefined ? {} : { relayUrl }),
    },
  };
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        output: { type: 'string' },
        'in-place': { type: 'boolean' },
        connection: { type: 'string' },
        subscription: { type: 'string' },
        'resource-group': { type: 'string' },
        workspace: { type: 'string' },
        'relay-url': { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's own sentence names the argument; what follows its first sentence is advice for another case.
    const problem = error instanceof Error ? (error.message.split(/\.\s|\n/)[0] ?? '') : 'unknown';
    throw fail('CommandArgumentsInvalid', { command, problem }, error);
  }
}

const command = 'azureml-release migrate';

const invalid = (problem: string): Error => fail('CommandArgumentsInvalid', { command, problem });
