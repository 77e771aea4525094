// Service connections (endpoints): what the REST interface takes and gives, and the secrets it keeps to itself.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { VssError } from '../rest/vss-error.ts';

export const connectionInput = z.object({
  name: z.string().min(1),
  type: z.string().min(1),
  url: z.string().min(1),
  description: z.string().nullish(),
  isShared: z.boolean().nullish(),
  owner: z.string().nullish(),
  data: z.record(z.string(), z.string()).nullish(),
  authorization: z.object({
    scheme: z.string().min(1),
    parameters: z.record(z.string(), z.string().nullable()).nullish(),
  }),
});

export type ConnectionInput = z.infer<typeof connectionInput>;

export interface ServiceConnection {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly description: string;
  readonly data: Readonly<Record<string, string>>;
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Authorization parameters that are never returned and always masked, in lower case. */
const secretParameters = new Set([
  'serviceprincipalkey',
  'serviceprincipalcertificate',
  'password',
  'apitoken',
  'accesstoken',
  'privatekey',
  'secret',
]);

export function isSecretParameter(name: string): boolean {
  return secretParameters.has(name.toLowerCase());
}

const azurermSchemes = new Set(['serviceprincipal', 'workloadidentityfederation']);

export function isAzureResourceManager(type: string): boolean {
  return type.toLowerCase() === 'azurerm';
}

function refuse(message: string): never {
  throw new VssError(400, 'ArgumentException', message);
}

function checkAzureResourceManager(input: ConnectionInput): void {
  const { scheme } = input.authorization;
  if (!azurermSchemes.has(scheme.toLowerCase()))
    refuse(`The authorization scheme '${scheme}' of an azurerm service connection is not emulated.`);
  const parameters = input.authorization.parameters ?? {};
  for (const name of ['tenantid', 'serviceprincipalid'])
    if (!parameters[name]) refuse(`Following fields in the service connection are required: ${name}`);
  for (const name of ['subscriptionId', 'subscriptionName'])
    if (!input.data?.[name] && input.data?.['scopeLevel'] !== 'ManagementGroup')
      refuse(`Following fields in the service connection are required: ${name}`);
}

/** Makes a connection of what a caller gave. Throws VssError 400 when a required field is missing. */
export function createConnection(input: ConnectionInput): ServiceConnection {
  if (isAzureResourceManager(input.type)) checkAzureResourceManager(input);
  else if (!URL.canParse(input.url)) refuse(`The url '${input.url}' of the service connection is not a URL.`);
  const parameters = Object.entries(input.authorization.parameters ?? {});
  return {
    id: randomUUID(),
    name: input.name,
    type: input.type,
    url: input.url,
    description: input.description ?? '',
    data: input.data ?? {},
    scheme: input.authorization.scheme,
    parameters: Object.fromEntries(
      parameters.filter((entry): entry is [string, string] => entry[1] !== null),
    ),
  };
}

/** As the REST interface returns it: secret parameters are null. */
export function connectionView(
  connection: ServiceConnection,
  project: { id: string; name: string },
): unknown {
  return {
    id: connection.id,
    name: connection.name,
    type: connection.type,
    url: connection.url,
    description: connection.description,
    data: connection.data,
    authorization: {
      scheme: connection.scheme,
      parameters: Object.fromEntries(
        Object.entries(connection.parameters).map(([name, value]) => [
          name,
          isSecretParameter(name) ? null : value,
        ]),
      ),
    },
    isShared: false,
    isReady: true,
    isOutdated: false,
    operationStatus: { state: 'Ready', statusMessage: '' },
    owner: 'Library',
    serviceEndpointProjectReferences: [
      { projectReference: project, name: connection.name, description: connection.description },
    ],
  };
}
