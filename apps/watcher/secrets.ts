// Takes the secrets that watch.yml names from the environment.
import { fail } from '../../src/core/errors/catalogue.ts';
import type { OwnIdentity } from '../../src/adapters/azure-identity/own-identity.ts';
import { given } from '../../src/core/given.ts';
import type { SignIn } from '../../src/core/service-connection.ts';
import type { WatchConfiguration } from './configuration.ts';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** @throws FileNotFound or FileUnreadable, naming the file as `what` */
  readonly readText: (path: string, what: string) => string;
}

export interface Secrets {
  /** A service principal, or whatever the machine already is. */
  readonly signIn: SignIn | OwnIdentity;
  /** Empty if none is named: the relay needs none. */
  readonly organizationToken: string;
  /** What the relay's address has to carry, if anything. */
  readonly relayKey?: string;
  /** Of the storage account that holds the state, if it is opened with one. */
  readonly stateConnectionString?: string;
}

/** The sections that name variables with secrets. */
export type NamingSecrets = Pick<
  WatchConfiguration,
  'azure' | 'organization' | 'relay' | 'state' | 'watches'
>;

/**
 * @param file the name of the configuration, for messages
 * @throws WatchVariableMissing with all of them, FileNotFound, FileUnreadable
 */
export function takeSecrets(configuration: NamingSecrets, file: string, from: Surroundings): Secrets {
  const { azure, organization, relay, state, watches } = configuration;
  const webhooks = watches.flatMap(({ target }) => (target.kind === 'webhook' ? target.secretFrom : []));
  const stateFrom = state?.storage.connectionStringFrom;
  const named = [
    azure.clientSecretFrom,
    azure.certificateFrom,
    organization.tokenFrom,
    relay?.keyFrom,
    stateFrom,
    ...new Set(webhooks),
  ];
  const missing = named.filter((name) => name !== undefined && valueOf(name, from) === '');
  if (missing.length > 0) {
    throw fail('WatchVariableMissing', { file, variables: missing.filter((name) => name !== undefined) });
  }
  return {
    signIn: signInOf(azure, from),
    organizationToken: valueOf(organization.tokenFrom ?? '', from),
    ...(relay?.keyFrom === undefined ? {} : { relayKey: valueOf(relay.keyFrom, from) }),
    ...(stateFrom === undefined ? {} : { stateConnectionString: valueOf(stateFrom, from) }),
  };
}

function signInOf(azure: WatchConfiguration['azure'], from: Surroundings): SignIn | OwnIdentity {
  const { clientId, tenantId, certificateFrom, clientSecretFrom, managedIdentity } = azure;
  if (managedIdentity === true) return { kind: 'managed' };
  if (managedIdentity !== undefined) return { kind: 'managed', clientId: managedIdentity };
  if (azure.workloadIdentity === true) return { kind: 'workload', ...given({ clientId, tenantId }) };
  if (azure.azureCli === true) return { kind: 'azure-cli', ...given({ tenantId }) };
  const principal = { clientId: clientId ?? '' };
  if (certificateFrom !== undefined) {
    const certificatePem = from.readText(valueOf(certificateFrom, from), 'client certificate');
    return { scheme: 'certificate', ...principal, certificatePem };
  }
  return { scheme: 'secret', ...principal, secret: valueOf(clientSecretFrom ?? '', from) };
}

/**
 * What a variable holds; empty if there is none. Trimmed: a secret that comes from a file by way of the shell often
 * ends with a line break.
 */
export function valueOf(name: string, { environment }: Pick<Surroundings, 'environment'>): string {
  return environment[name]?.trim() ?? '';
}
