// The arguments of `azureml-release hooks`.
import { parseArgs } from 'node:util';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import type { ModelSource } from '../../../src/core/model-source.ts';
import { type AllowedAddresses, allowedAddresses } from '../../../src/core/relay/forward-address.ts';
import { address } from '../../../src/core/watch-config/values.ts';

export const signInWays = [
  'service-principal',
  'managed-identity',
  'workload-identity',
  'azure-cli',
] as const;

export type SignInWay = (typeof signInWays)[number];

export const usage = `azureml-release hooks: the event subscriptions that native triggers have made in Azure

  azureml-release hooks list  (--workspace WS | --registry REGISTRY) --subscription ID --resource-group RG
                              --organization URL [--sign-in WAY] [--json]
  azureml-release hooks prune (the same) [--yes]

  list                 shows each, and whether Azure DevOps still knows its hook
  prune                shows those that were left behind, and with --yes deletes them
  --workspace WS       the workspace that raises the events, or --registry REGISTRY
  --subscription ID    its Azure subscription
  --resource-group RG  its resource group
  --organization URL   https address of the Azure DevOps organization that may be asked about hooks; may be repeated
  --sign-in WAY        ${signInWays.join(', ')}; default: service-principal
                       if AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH is set, otherwise azure-cli
  --yes                delete
  --json               one JSON object
  --help               this text

  For another cloud: --arm-url URL, --authority-url URL, --audience URI. A service principal is named by the variables
  AZURE_TENANT_ID and AZURE_CLIENT_ID; a user-assigned managed identity by AZURE_CLIENT_ID.

Status: 0 nothing is left behind, 1 something is left for a person, 2 not done.
`;

export interface HooksArguments {
  readonly action: 'list' | 'prune';
  readonly source: ModelSource;
  readonly allowed: AllowedAddresses;
  readonly yes: boolean;
  readonly json: boolean;
  readonly signIn?: SignInWay;
  readonly armUrl: string;
  readonly authorityUrl: string;
  readonly audience: string;
}

/**
 * @param argv what stands behind `hooks`
 * @returns `'help'` if that is what was asked for
 * @throws CommandArgumentsInvalid
 */
export function parseArguments(argv: readonly string[]): HooksArguments | 'help' {
  const { values, positionals } = read(argv);
  if (values.help === true) return 'help';
  const [action, extra] = positionals;
  if (action !== 'list' && action !== 'prune') {
    throw invalid(
      action === undefined ? 'it names neither list nor prune' : `'${action}' is neither list nor prune`,
    );
  }
  if (extra !== undefined) throw invalid(`it does not know what to do with '${extra}'`);
  const yes = values.yes === true;
  if (yes && action === 'list') throw invalid('list deletes nothing, so it takes no --yes');
  const signIn = signInWays.find((way) => way === values['sign-in']);
  if (values['sign-in'] !== undefined && signIn === undefined) {
    throw invalid(`--sign-in is '${values['sign-in']}' but knows ${signInWays.join(', ')} only`);
  }
  const armUrl = addressOf('arm-url', values['arm-url'] ?? 'https://management.azure.com');
  return {
    action,
    source: sourceOf(values),
    allowed: allowedOf(values.organization ?? []),
    yes,
    json: values.json === true,
    armUrl,
    authorityUrl: addressOf('authority-url', values['authority-url'] ?? 'https://login.microsoftonline.com'),
    audience: values.audience ?? armUrl,
    ...given({ signIn }),
  };
}

type Values = ReturnType<typeof read>['values'];

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
    const url = addressOf('organization', organization);
    const allowed = url.startsWith('https:') ? allowedAddresses(url) : [];
    if (allowed.length === 0) {
      throw invalid(
        `--organization '${organization}' is not the https address of one Azure DevOps organization`,
      );
    }
    return allowed;
  });
}

function addressOf(name: string, value: string): string {
  const parsed = address.safeParse(value);
  if (!parsed.success) throw invalid(`--${name} '${value}' is no address that begins with https://`);
  return parsed.data;
}

function read(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        workspace: { type: 'string' },
        registry: { type: 'string' },
        subscription: { type: 'string' },
        'resource-group': { type: 'string' },
        organization: { type: 'string', multiple: true },
        'sign-in': { type: 'string' },
        'arm-url': { type: 'string' },
        'authority-url': { type: 'string' },
        audience: { type: 'string' },
        yes: { type: 'boolean' },
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

const command = 'azureml-release hooks';

const invalid = (problem: string): Error => fail('CommandArgumentsInvalid', { command, problem });
