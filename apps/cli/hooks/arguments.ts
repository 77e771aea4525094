// The arguments of `azureml-release hooks`.
import { many, text, toggle, type FlagValues } from '../../../src/core/command-line/flag.ts';
import { flagLines } from '../../../src/core/command-line/flag-lines.ts';
import { readCommandLine } from '../../../src/core/command-line/read-command-line.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { ModelSource } from '../../../src/core/model/source.ts';
import { type AllowedAddresses, allowedAddresses } from '../../../src/core/relay/forward-address.ts';
import type { Surroundings } from '../host.ts';
import { addressOf, azureAccess, azureFlags, type AzureAccess } from '../azure/azure-flags.ts';

const command = 'azureml-release hooks';

const flags = {
  workspace: text('WS', 'the workspace that raises the events'),
  registry: text('REGISTRY', 'or the registry'),
  subscription: text('ID', 'its Azure subscription'),
  'resource-group': text('RG', 'its resource group'),
  organization: many('URL', 'https address of an Azure DevOps organization that may be asked about hooks'),
  yes: toggle('delete'),
  json: toggle('one JSON object'),
  ...azureFlags,
  help: toggle('this text', 'h'),
};

export const usage = `azureml-release hooks: the event subscriptions that native triggers have made in Azure

  azureml-release hooks list  (--workspace WS | --registry REGISTRY) --subscription ID --resource-group RG
                              --organization URL [--sign-in WAY] [--json]
  azureml-release hooks prune (the same) [--yes]

  list                 shows each, and whether Azure DevOps still knows its hook
  prune                shows those that were left behind, and with --yes deletes them
${flagLines(flags)}

  A service principal is named by the variables AZURE_TENANT_ID and AZURE_CLIENT_ID; a user-assigned managed identity by
  AZURE_CLIENT_ID.

Status: 0 nothing is left behind, 1 something is left for a person, 2 not done.
`;

export interface HooksArguments extends AzureAccess {
  readonly action: 'list' | 'prune';
  readonly source: ModelSource;
  readonly allowed: AllowedAddresses;
  readonly yes: boolean;
  readonly json: boolean;
}

/**
 * @param argv what stands behind `hooks`
 * @param from the variables that stand for flags
 * @returns `'help'` if that is what was asked for
 * @throws CommandArgumentsInvalid
 */
export function parseArguments(
  argv: readonly string[],
  from: Pick<Surroundings, 'environment'>,
): HooksArguments | 'help' {
  const { values, words } = readCommandLine(argv, flags, { invalid, words: 'any' });
  if (values.help) return 'help';
  const [action, extra] = words;
  if (action !== 'list' && action !== 'prune') {
    throw invalid(
      action === undefined ? 'it names neither list nor prune' : `'${action}' is neither list nor prune`,
    );
  }
  if (extra !== undefined) throw invalid(`it does not know what to do with '${extra}'`);
  const { yes, json, organization } = values;
  if (yes && action === 'list') throw invalid('list deletes nothing, so it takes no --yes');
  return {
    ...{ action, yes, json },
    source: sourceOf(values),
    allowed: allowedOf(organization),
    ...azureAccess(command, values, from),
  };
}

type Values = FlagValues<typeof flags>;

function sourceOf(values: Values): ModelSource {
  const { workspace, registry } = values;
  if ((workspace === undefined) === (registry === undefined)) {
    throw invalid('it needs either --workspace or --registry');
  }
  const required = (name: 'subscription' | 'resource-group'): string => {
    const value = values[name]?.trim() ?? '';
    if (value === '') throw invalid(`--${name} is missing`);
    return value;
  };
  const place = { subscriptionId: required('subscription'), resourceGroup: required('resource-group') };
  return workspace === undefined
    ? { kind: 'registry', ...place, name: registry ?? '' }
    : { ...place, name: workspace };
}

function allowedOf(organizations: readonly string[]): AllowedAddresses {
  if (organizations.length === 0) throw invalid('--organization is missing');
  return organizations.flatMap((organization) => {
    const url = addressOf(command, '--organization', organization);
    const allowed = url.startsWith('https:') ? allowedAddresses(url) : [];
    if (allowed.length === 0) {
      throw invalid(
        `--organization '${organization}' is not the https address of one Azure DevOps organization`,
      );
    }
    return allowed;
  });
}

const invalid = (problem: string): Error => fail('CommandArgumentsInvalid', { command, problem });
