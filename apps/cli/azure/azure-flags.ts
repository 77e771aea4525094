// The flags by which a command reaches Azure: who signs in, and which cloud.
import { fail } from '../../../src/core/errors/catalogue.ts';
import { choice, text } from '../../../src/core/command-line/flag.ts';
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import { given } from '../../../src/core/given.ts';
import type { Surroundings } from '../host.ts';
import { address } from '../../../src/core/watch-config/values.ts';

const signInWays = ['service-principal', 'managed-identity', 'workload-identity', 'azure-cli'] as const;

export type SignInWay = (typeof signInWays)[number];

export const azureFlags = {
  'sign-in': choice(
    signInWays,
    'WAY',
    `${signInWays.join(', ')}; default: service-principal if AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH is set, otherwise azure-cli`,
  ),
  'arm-url': text(
    'URL',
    'Azure Resource Manager of another cloud, or of the emulator; default: AZURE_RESOURCE_MANAGER_URL',
  ),
  'authority-url': text('URL', 'where tokens come from, likewise; default: AZURE_AUTHORITY_HOST'),
  audience: text('URI', 'what the tokens are for; default: the --arm-url'),
};

/** `AZURE_AUTHORITY_HOST` is what the SDKs of Azure read, too; for the address of Resource Manager they have no variable. */
const places = {
  'arm-url': { variable: 'AZURE_RESOURCE_MANAGER_URL', publicCloud: 'https://management.azure.com' },
  'authority-url': { variable: 'AZURE_AUTHORITY_HOST', publicCloud: 'https://login.microsoftonline.com' },
} as const;

/** Which command asks, for its errors; who signs in; where. */
export interface AzureAccess {
  readonly command: string;
  readonly signIn?: SignInWay;
  readonly armUrl: string;
  readonly authorityUrl: string;
  readonly audience: string;
}

/** @throws CommandArgumentsInvalid for anything but `https://` */
export function addressOf(command: string, name: string, value: string): string {
  const parsed = address.safeParse(value);
  if (parsed.success) return parsed.data;
  throw fail('CommandArgumentsInvalid', {
    command,
    problem: `${name} '${value}' is no address that begins with https://`,
  });
}

/** A flag's value, or its variable's, or that of the public cloud. */
function place(
  command: string,
  flag: 'arm-url' | 'authority-url',
  values: FlagValues<typeof azureFlags>,
  environment: Surroundings['environment'],
): string {
  const { variable, publicCloud } = places[flag];
  const given = values[flag];
  if (given !== undefined) return addressOf(command, `--${flag}`, given);
  const value = environment[variable]?.trim() ?? '';
  return addressOf(command, variable, value === '' ? publicCloud : value);
}

/** @throws CommandArgumentsInvalid */
export function azureAccess(
  command: string,
  values: FlagValues<typeof azureFlags>,
  { environment }: Pick<Surroundings, 'environment'>,
): AzureAccess {
  const armUrl = place(command, 'arm-url', values, environment);
  return {
    command,
    armUrl,
    authorityUrl: place(command, 'authority-url', values, environment),
    audience: values.audience ?? armUrl,
    ...given({ signIn: values['sign-in'] }),
  };
}
