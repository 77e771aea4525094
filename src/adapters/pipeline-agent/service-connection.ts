// Reads an azurerm service connection as the agent hands it over.
import {
  getEndpointAuthorization,
  getEndpointDataParameter,
  getEndpointUrl,
  getVariable,
  setSecret,
} from 'azure-pipelines-task-lib/task';
import { cloudNamed } from '../../core/cloud.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { ServiceConnection, SignIn } from '../../core/service-connection.ts';

/** Authorisation parameters by lower-case name: the services that write them do not agree on the case. */
type Parameters = ReadonlyMap<string, string>;

/**
 * @param id what the task's connection input holds
 * @throws ConnectionNotFound, ConnectionIncomplete, ConnectionSchemeNotSupported, FederationNotAvailable
 */
export function readServiceConnection(id: string): ServiceConnection {
  const authorization = authorizationOf(id);
  if (authorization === undefined) throw fail('ConnectionNotFound', { connection: id });
  const { scheme, parameters } = authorization;
  const need = (value: string | undefined, missing: string): string => {
    if (value === undefined || value === '') throw fail('ConnectionIncomplete', { connection: id, missing });
    return value;
  };
  const data = (key: string): string | undefined => {
    const value = getEndpointDataParameter(id, key, true);
    return value === '' ? undefined : value;
  };
  const cloud = cloudNamed(data('environment'));
  // First, so that a connection that can never work is refused by its kind and not by a missing field.
  const signIn = signInOf(id, scheme, parameters);
  return {
    name: id,
    armUrl: withoutSlash(getEndpointUrl(id, true) ?? cloud.armUrl),
    authorityUrl: withoutSlash(data('environmentAuthorityUrl') ?? cloud.authorityUrl),
    audience: data('activeDirectoryServiceEndpointResourceId') ?? cloud.audience,
    tenantId: need(parameters.get('tenantid'), 'the tenant'),
    subscriptionId: need(
      data('subscriptionId'),
      'the subscription (scope level Subscription or AzureMLWorkspace)',
    ),
    signIn,
    ...given({ resourceGroup: data('resourceGroupName'), workspace: data('mlWorkspaceName') }),
  };
}

function signInOf(id: string, scheme: string, parameters: Parameters): SignIn {
  const need = (name: string, missing: string): string => {
    const value = parameters.get(name);
    if (value === undefined || value === '') throw fail('ConnectionIncomplete', { connection: id, missing });
    return value;
  };
  const clientId = () => need('serviceprincipalid', 'which application signs in');
  switch (scheme.toLowerCase()) {
    case 'serviceprincipal': {
      if (parameters.get('authenticationtype')?.toLowerCase() === 'spncertificate') {
        const certificatePem = need('serviceprincipalcertificate', 'the certificate');
        hide(certificatePem);
        return { scheme: 'certificate', clientId: clientId(), certificatePem };
      }
      const secret = need('serviceprincipalkey', 'the secret of the service principal');
      hide(secret);
      return { scheme: 'secret', clientId: clientId(), secret };
    }
    case 'workloadidentityfederation': {
      const systemAccessToken = jobToken();
      if (systemAccessToken === undefined)
        throw fail('FederationNotAvailable', { connection: id, missing: "the job's access token" });
      const oidcRequestUri = oidcRequestUriOf(id);
      return {
        scheme: 'federated',
        clientId: clientId(),
        connectionId: id,
        systemAccessToken,
        oidcRequestUri,
      };
    }
    default:
      throw fail('ConnectionSchemeNotSupported', { connection: id, scheme });
  }
}

/** The organization that the job runs in, and the job's own token; absent if the job has none (a server job). */
export function readJobConnection(): { readonly url: string; readonly token: string } | undefined {
  const url = getVariable('System.CollectionUri') ?? getVariable('System.TeamFoundationCollectionUri');
  const token = jobToken();
  return url === undefined || token === undefined ? undefined : { url: withoutSlash(url), token };
}

function jobToken(): string | undefined {
  const token = authorizationOf('SystemVssConnection')?.parameters.get('accesstoken');
  if (token !== undefined) hide(token);
  return token;
}

/** Agents before 3.238 do not set System.OidcRequestUri; the address is made of other variables of the job. */
function oidcRequestUriOf(id: string): string {
  const uri = getVariable('System.OidcRequestUri');
  if (uri !== undefined) return uri;
  const names = [
    'System.CollectionUri',
    'System.TeamProjectId',
    'System.HostType',
    'System.PlanId',
    'System.JobId',
  ];
  const [collection, project, hub, plan, job] = names.map((name) => getVariable(name));
  if (!collection || !project || !hub || !plan || !job)
    throw fail('FederationNotAvailable', { connection: id, missing: 'System.OidcRequestUri' });
  return `${withoutSlash(collection)}/${project}/_apis/distributedtask/hubs/${hub}/plans/${plan}/jobs/${job}/oidctoken`;
}

/**
 * The whole authorisation at once: unlike the call for one parameter, task-lib does not print the values of this one
 * when system.debug is on.
 */
function authorizationOf(id: string): { scheme: string; parameters: Parameters } | undefined {
  let authorization: ReturnType<typeof getEndpointAuthorization>;
  try {
    authorization = getEndpointAuthorization(id, true);
  } catch {
    // Its message holds the text that could not be parsed, and with it the secrets.
    throw fail('ConnectionIncomplete', { connection: id, missing: 'how to sign in (it is not readable)' });
  }
  if (authorization === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (const [name, value] of Object.entries(authorization.parameters))
    parameters.set(name.toLowerCase(), value);
  return { scheme: authorization.scheme, parameters };
}

/** The masker takes one line at a time. */
function hide(secret: string): void {
  for (const line of secret.split(/\r?\n/)) if (line.trim() !== '') setSecret(line.trim());
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
