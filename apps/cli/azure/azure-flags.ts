// The flags by which a command reaches Azure: who signs in, and which cloud.
import { fail } from '../../../src/core/errors/catalogue.ts';
import { choice, text } from '../../../src/core/command-line/flag.ts';
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import { given } from '../../../src/core/given.ts';
import { address } from '../../../src/core/watch-config/values.ts';

export const signInWays = [
  'service-principal',
  'managed-identity',
  'workload-identity',
  'azure-cli',
] as const;

export type SignInWay = (typeof signInWays)[number];

export const azureFlags = {
  'sign-in': choice(
    signInWays,
    'WAY',
    `${signInWays.join(', ')}; default: service-principal if AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH is set, otherwise azure-cli`,
  ),
  'arm-url': text('URL', 'Azure Resource Manager of another cloud, or of the emulator'),
  'authority-url': text('URL', 'where tokens come from, likewise'),
  audience: text('URI', 'what the tokens are for; default: the --arm-url'),
};

/** Which command asks, for its errors; who signs in; where. */
export interface AzureAccess {
  readonly command: string;
  readonly signIn?: SignInWay;
  readonly armUrl: string;
  readonly authorityUrl: string;
  readonly audience: string;
}

/** @throws CommandArgumentsInvalid for anything but `https://` */
export function addressOf(command: string, flag: string, value: string): string {
  const parsed = address.safeParse(value);
  if (parsed.success) return parsed.data;
  throw fail('CommandArgumentsInvalid', {
    command,
    problem: `--${flag} '${value}' is no address that begins with https://`,
  });
}

/** @throws CommandArgumentsInvalid */
export function azureAccess(command: string, values: FlagValues<typeof azureFlags>): AzureAccess {
  const armUrl = addressOf(command, 'arm-url', values['arm-url'] ?? 'https://management.azure.com');
  return {
    command,
    armUrl,
    authorityUrl: addressOf(
      command,
      'authority-url',
      values['authority-url'] ?? 'https://login.microsoftonline.com',
    ),
    audience: values.audience ?? armUrl,
    ...given({ signIn: values['sign-in'] }),
  };
}
