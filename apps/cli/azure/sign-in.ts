// Who asks Azure: a service principal that the environment names, or whatever the machine already is.
import { createCredential } from '../../../src/adapters/azure-identity/credential.ts';
import { type OwnIdentity, createOwnCredential } from '../../../src/adapters/azure-identity/own-identity.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { given } from '../../../src/core/given.ts';
import type { SignIn } from '../../../src/core/service-connection.ts';
import type { Surroundings } from '../host.ts';
import type { AzureAccess } from './azure-flags.ts';

/** @throws CommandArgumentsInvalid, FileNotFound, FileUnreadable */
export function credentialFor(order: AzureAccess, from: Surroundings) {
  const { armUrl, authorityUrl, audience } = order;
  const way = signInOf(order, from);
  if ('kind' in way) return createOwnCredential(way, authorityUrl);
  const tenantId = variable('AZURE_TENANT_ID', from) ?? '';
  return createCredential({
    name: 'the environment',
    armUrl,
    authorityUrl,
    audience,
    tenantId,
    // The subscription plays no part in signing in.
    subscriptionId: '',
    signIn: way,
  });
}

/** The names are those that Azure's own libraries take. */
export function signInOf(
  { signIn, command }: Pick<AzureAccess, 'signIn' | 'command'>,
  from: Surroundings,
): SignIn | OwnIdentity {
  const secret = variable('AZURE_CLIENT_SECRET', from);
  const certificate = variable('AZURE_CLIENT_CERTIFICATE_PATH', from);
  const clientId = variable('AZURE_CLIENT_ID', from);
  const tenantId = variable('AZURE_TENANT_ID', from);
  const isNamed = secret !== undefined || certificate !== undefined;
  switch (signIn ?? (isNamed ? 'service-principal' : 'azure-cli')) {
    case 'managed-identity':
      return { kind: 'managed', ...given({ clientId }) };
    case 'workload-identity':
      return { kind: 'workload', ...given({ clientId, tenantId }) };
    case 'azure-cli':
      return { kind: 'azure-cli', ...given({ tenantId }) };
    case 'service-principal': {
      if (clientId === undefined || tenantId === undefined || !isNamed) throw incomplete(command);
      if (secret !== undefined) return { scheme: 'secret', clientId, secret };
      const certificatePem = from.readText(certificate ?? '', 'client certificate');
      return { scheme: 'certificate', clientId, certificatePem };
    }
  }
}

function variable(name: string, { environment }: Pick<Surroundings, 'environment'>): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}

const incomplete = (command: string): Error =>
  fail('CommandArgumentsInvalid', {
    command,
    problem:
      'a service principal needs the variables AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH',
  });
