// Catalogue entries: talking to Azure (identity and Azure Resource Manager).
import { laterError, userError } from '../entry.ts';

/** By what a resource is named in messages; the first that fits. */
const roles: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)Microsoft\.EventGrid\//i, "the role 'EventGrid EventSubscription Contributor' on the workspace"],
  [/\.azure-devices\.|^localhost:/i, "the role 'IoT Hub Data Contributor' on the IoT Hub"],
  [/(?:^|\/)Microsoft\.Insights\/components\//i, "the role 'Monitoring Reader' on that component"],
  [
    /(?:^|\/)Microsoft\.Insights\//i,
    "the roles 'Monitoring Contributor' and 'AzureML Data Scientist' on the resource group",
  ],
  [
    /(?:^|\/)Microsoft\.ContainerInstance\//i,
    "the role 'Azure Container Instances Contributor Role' on the resource group",
  ],
  [/(?:^|\/)Microsoft\.ContainerRegistry\//i, "the role 'Contributor' on the container registry"],
  [/^registries\//i, "the role 'AzureML Registry User' on the registry"],
];

const roleFor = (resource: string): string =>
  roles.find(([fits]) => fits.test(resource))?.[1] ?? "the role 'AzureML Data Scientist' on the workspace";

export const azureErrors = {
  AzureUnauthorized: userError<{ identity: string; tenant: string; reason: string }>({
    message: ({ identity, tenant, reason }) =>
      `Azure refused to sign in '${identity}' in tenant '${tenant}': ${reason}.`,
    remedy: () =>
      'Renew the secret, certificate or federated credential of the service connection and run again.',
    sample: {
      identity: '11111111-1111-1111-1111-111111111111',
      tenant: '22222222-2222-2222-2222-222222222222',
      reason: 'the client secret has expired',
    },
  }),
  AzureForbidden: userError<{ action: string; resource: string }>({
    message: ({ action, resource }) => `The service connection may not ${action} '${resource}'.`,
    remedy: ({ resource }) => `Give its identity ${roleFor(resource)} and run again.`,
    sample: { action: 'read', resource: 'workspaces/prod' },
  }),
  AzureNotReachable: laterError<{ url: string; reason: string }>({
    message: ({ url, reason }) => `Azure did not answer at '${url}': ${reason}.`,
    remedy: () => 'Check the network of the agent (proxy, private link, DNS) and run again.',
    sample: { url: 'https://management.azure.com', reason: 'connection refused' },
  }),
  AzureThrottled: laterError<{ resource: string; attempts: number }>({
    message: ({ resource, attempts }) => `Azure throttled '${resource}' ${attempts} times in a row (429).`,
    remedy: () => 'Run again later, or lower the number of pipelines that call this subscription at once.',
    sample: { resource: 'workspaces/prod/models', attempts: 4 },
  }),
  AzureIdentityUnavailable: userError<{ identity: string; reason: string }>({
    message: ({ identity, reason }) => `Nobody can sign in to Azure as ${identity}: ${reason}.`,
    remedy: () =>
      "Assign the identity to the machine or service account that the watcher runs on, or run 'az login' for the Azure CLI.",
    sample: {
      identity: 'the system-assigned managed identity',
      reason: 'no managed identity endpoint was found',
    },
  }),
  AzurePaused: laterError<{ resource: string; seconds: number }>({
    message: ({ resource, seconds }) =>
      `Azure asked for a pause, so '${resource}' is not asked for another ${seconds} s.`,
    remedy: () => 'Nothing to do: the watcher waits that long. If it stays, raise the interval.',
    sample: { resource: 'workspaces/prod/models', seconds: 120 },
  }),
  AzureFailed: laterError<{ resource: string; status: number; reason: string }>({
    message: ({ resource, status, reason }) => `Azure failed on '${resource}' with ${status}: ${reason}.`,
    remedy: () => 'Run again later; if it stays, open a support case with the request id from the log.',
    sample: { resource: 'workspaces/prod/models', status: 503, reason: 'ServiceUnavailable' },
  }),
  AzureConflict: userError<{ resource: string; reason: string }>({
    message: ({ resource, reason }) =>
      `Azure refused to change '${resource}' because of a conflict: ${reason}.`,
    remedy: () => 'Wait until the other operation on it has ended, then run again.',
    sample: { resource: 'onlineEndpoints/fraud', reason: 'another operation is in progress' },
  }),
  AzureQuotaReached: userError<{ resource: string; reason: string }>({
    message: ({ resource, reason }) => `There is not enough quota left for '${resource}': ${reason}.`,
    remedy: () =>
      'Take a smaller size or fewer instances, delete what nobody uses, or ask for more quota; then run again.',
    sample: {
      resource: 'Microsoft.ContainerInstance/containerGroups/fraud',
      reason: "ContainerGroupQuotaReached: quota 'StandardCores' exceeded in region 'westeurope'",
    },
  }),
  AzureRejected: userError<{ resource: string; status: number; reason: string }>({
    message: ({ resource, status, reason }) =>
      `Azure rejected the request for '${resource}' (${status}): ${reason}.`,
    remedy: () => 'Correct the value that the service names and run again.',
    sample: { resource: 'onlineEndpoints/Fraud_1', status: 400, reason: 'the name is not valid' },
  }),
  AzureAnswerUnreadable: userError<{ resource: string; problem: string }>({
    message: ({ resource, problem }) => `Azure's answer for '${resource}' has an unknown shape: ${problem}.`,
    remedy: () =>
      'Update the extension; if it is current, report the answer with the request id from the log.',
    sample: { resource: 'models/fraud/versions/7', problem: 'properties.modelUri is missing' },
  }),
  AzureTokenRefused: userError<{ resource: string; reason: string }>({
    message: ({ resource, reason }) => `Azure did not accept the token for '${resource}' (401): ${reason}.`,
    remedy: () =>
      'Check that tenant, subscription and environment of the service connection belong together, then run again.',
    sample: {
      resource: 'workspaces/prod',
      reason: 'InvalidAuthenticationTokenTenant: The access token is from the wrong issuer',
    },
  }),
  AzureResourceNotFound: userError<{ resource: string }>({
    message: ({ resource }) => `Azure has no '${resource}' (404).`,
    remedy: () => 'Correct the name (names of assets are case-sensitive) or create it first.',
    sample: { resource: 'workspaces/prod/onlineEndpoints/fraud' },
  }),
  AzureOperationFailed: userError<{ resource: string; reason: string }>({
    message: ({ resource, reason }) => `Azure could not complete the operation on '${resource}': ${reason}.`,
    remedy: () => 'Mend what the service names and run again.',
    sample: {
      resource: 'workspaces/prod/onlineEndpoints/fraud/deployments/blue',
      reason: 'OutOfQuota: Not enough quota for Standard_DS3_v2',
    },
  }),
  AzureOperationTimedOut: userError<{ resource: string; minutes: number }>({
    message: ({ resource, minutes }) =>
      `The operation on '${resource}' did not end within ${minutes} minutes.`,
    remedy: () => 'Look at it in the studio; when it has ended, run again: the run continues from there.',
    sample: { resource: 'workspaces/prod/onlineEndpoints/fraud/deployments/blue', minutes: 120 },
  }),
  AzureForeignLink: userError<{ link: string; origin: string }>({
    message: ({ link, origin }) =>
      `An answer of '${origin}' points to another host, '${link}'; it was not followed.`,
    remedy: () =>
      'Correct the server address of the service connection; it must be Azure Resource Manager itself.',
    sample: { link: 'https://example.org', origin: 'https://management.azure.com' },
  }),
  WorkspaceNotFound: userError<{ workspace: string; resourceGroup: string }>({
    message: ({ workspace, resourceGroup }) =>
      `There is no Azure Machine Learning workspace '${workspace}' in resource group '${resourceGroup}'.`,
    remedy: () => 'Correct the workspace and resource group, or give the service connection access to them.',
    sample: { workspace: 'prod', resourceGroup: 'ml' },
  }),
  RegistryNotFound: userError<{ registry: string; resourceGroup: string }>({
    message: ({ registry, resourceGroup }) =>
      `There is no Azure Machine Learning registry '${registry}' in resource group '${resourceGroup}'.`,
    remedy: () => 'Correct the registry and resource group, or give the service connection access to them.',
    sample: { registry: 'contoso-models', resourceGroup: 'ml' },
  }),
  ModelNotFound: userError<{ model: string; source: string }>({
    message: ({ model, source }) => `There is no model '${model}' in ${source}.`,
    remedy: () => 'Correct the model name (names are case-sensitive) or register the model first.',
    sample: { model: 'fraud', source: "workspace 'prod'" },
  }),
  ModelVersionNotFound: userError<{ model: string; version: string; source: string }>({
    message: ({ model, version, source }) => `Model '${model}' has no version '${version}' in ${source}.`,
    remedy: () => "Use an existing version, or 'latest' for the most recently created one.",
    sample: { model: 'fraud', version: '7', source: "workspace 'prod'" },
  }),
};
