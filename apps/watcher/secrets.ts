// Takes the secrets that watch.yml names from the environment.
import { fail } from '../../src/core/errors/catalogue.ts';
import type { ServiceConnection, SignIn } from '../../src/core/service-connection.ts';
import type { WatchConfiguration } from './configuration.ts';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** @throws FileNotFound or FileUnreadable, naming the file as `what` */
  readonly readText: (path: string, what: string) => string;
}

export interface Secrets {
  readonly signIn: SignIn;
  /** Empty if none is named: the relay needs none. */
  readonly organizationToken: string;
  /** What the relay's address has to carry, if anything. */
  readonly relayKey?: string;
}

/**
 * @param file the name of the configuration, for messages
 * @throws WatchVariableMissing with all of them, FileNotFound, FileUnreadable
 */
export function takeSecrets(configuration: WatchConfiguration, file: string, from: Surroundings): Secrets {
  const { azure, organization, relay, watches } = configuration;
  const webhooks = watches.flatMap(({ target }) => (target.kind === 'webhook' ? target.secretFrom : []));
  const named = [
    azure.clientSecretFrom,
    azure.certificateFrom,
    organization.tokenFrom,
    relay?.keyFrom,
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
  };
}

function signInOf(azure: WatchConfiguration['azure'], from: Surroundings): SignIn {
  const { clientId, certificateFrom, clientSecretFrom } = azure;
  if (certificateFrom !== undefined) {
    const certificatePem = from.readText(valueOf(certificateFrom, from), 'client certificate');
    return { scheme: 'certificate', clientId, certificatePem };
  }
  return { scheme: 'secret', clientId, secret: valueOf(clientSecretFrom ?? '', from) };
}

/** What a variable holds; empty if there is none. Trimmed: a secret that comes from a file by way of the shell often ends with a line break. */
export function valueOf(name: string, { environment }: Pick<Surroundings, 'environment'>): string {
  return environment[name]?.trim() ?? '';
}

/** The watcher's sign-in as the adapters take it: one for each subscription that is watched. */
export function connectionFor(
  azure: WatchConfiguration['azure'],
  signIn: SignIn,
  subscriptionId: string,
): ServiceConnection {
  const { armUrl, authorityUrl, tenantId, audience = armUrl } = azure;
  return { name: 'watch.yml', armUrl, authorityUrl, audience, tenantId, subscriptionId, signIn };
}
