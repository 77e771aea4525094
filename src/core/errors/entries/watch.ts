// Catalogue entries: the watcher, its configuration, its state, and Azure DevOps as it meets them.
import { laterError, userError } from '../entry.ts';

export const watchErrors = {
  WatchArgumentsInvalid: userError<{ problem: string }>({
    message: ({ problem }) => `The watcher cannot be started like this: ${problem}.`,
    remedy: () => "See 'azureml-release-watch --help' for what it takes.",
    sample: { problem: "it does not know '--intervall'" },
  }),
  WatchVariableMissing: userError<{ file: string; variables: readonly string[] }>({
    message: ({ file, variables }) =>
      `The configuration '${file}' takes secrets from ${variables.length === 1 ? 'a variable' : 'variables'} ` +
      `that the environment does not have: ${variables.join(', ')}.`,
    remedy: ({ variables }) =>
      `Set ${variables.join(' and ')} in the environment of the watcher and start it again.`,
    sample: { file: 'watch.yml', variables: ['AZURE_CLIENT_SECRET'] },
  }),
  WatchSecretMissing: userError<{ variables: readonly string[] }>({
    message: ({ variables }) =>
      `The watches sign webhooks with ${variables.length === 1 ? 'a variable' : 'variables'} ` +
      `that the pipeline does not have: ${variables.join(', ')}.`,
    remedy: ({ variables }) =>
      `Add ${variables.join(' and ')} to the pipeline, or to a variable group that it uses, as a secret.`,
    sample: { variables: ['webhookSecret'] },
  }),
  WatchExpressionInvalid: userError<{ expression: string; column: number; problem: string }>({
    message: ({ expression, column, problem }) =>
      `The expression '${expression}' has a mistake in column ${column}: ${problem}.`,
    remedy: () => 'Write it like: accuracy >= 0.9 and stage == "prod".',
    sample: {
      expression: 'accuracy > 0.9 && stage == "prod"',
      column: 16,
      problem: "write 'and'",
    },
  }),
  WatchStartUnknown: userError<{ version: string; model: string; known: readonly string[] }>({
    message: ({ version, model, known }) =>
      `The watch cannot begin from version '${version}' of model '${model}': ` +
      `${known.length === 0 ? 'it has no version' : `the registry lists ${listed(known)}`}.`,
    remedy: () =>
      'Give --from a version that is registered and not archived; until then the watch does not begin.',
    sample: { version: '5', model: 'fraud', known: ['6', '7'] },
  }),
  WatchCannotListen: userError<{ address: string; reason: string }>({
    message: ({ address, reason }) =>
      `The watcher cannot show its health and figures at ${address}: ${reason}.`,
    remedy: () => 'Correct metrics.host and metrics.port in the configuration, or stop what has the port.',
    sample: { address: '127.0.0.1:9464', reason: 'the port is in use' },
  }),
  WatchRestartNeeded: userError<{ file: string; sections: readonly string[] }>({
    message: ({ file, sections }) =>
      `The configuration '${file}' changes ${sections.join(', ')}, which cannot change while the watcher runs.`,
    remedy: () =>
      'Restart the watcher; nothing is lost meanwhile. Only watches and intervals are taken over without a restart.',
    sample: { file: 'watch.yml', sections: ['organization', 'relay'] },
  }),
  WatcherFault: laterError<{ reason: string }>({
    message: ({ reason }) => `The watcher ended because of a fault of its own: ${reason}.`,
    remedy: () =>
      'Start it again: nothing is lost. Report the fault with the stack trace that it wrote to standard error.',
    sample: { reason: 'Cannot read properties of undefined' },
  }),
  WatchStateUnusable: userError<{ file: string; reason: string }>({
    message: ({ file, reason }) => `The state file '${file}' cannot be used: ${reason}.`,
    remedy: () =>
      'Name another file with --state, or restore it from a backup. A new file begins anew: what is registered by then fires nothing.',
    sample: { file: './watch.db', reason: 'file is not a database' },
  }),
  WatchStateMissing: userError<{ file: string }>({
    message: ({ file }) => `There is no state file '${file}'.`,
    remedy: () => "Name the watcher's own with --state. It is made when the watcher runs for the first time.",
    sample: { file: './watch.db' },
  }),
  WatchStateOlder: userError<{ file: string; found: number; known: number }>({
    message: ({ file, found, known }) =>
      `The state file '${file}' was written by an older watcher (schema ${found}, this command needs ${known}).`,
    remedy: () =>
      'Run the watcher of this version once, which brings the file up to date; then give the command again.',
    sample: { file: './watch.db', found: 2, known: 3 },
  }),
  WatchStateInUse: userError<{ file: string }>({
    message: ({ file }) => `Another watcher has the state file '${file}' open.`,
    remedy: () => 'Stop the other watcher, or give this one a state file of its own with --state.',
    sample: { file: './watch.db' },
  }),
  WatchStateNewer: userError<{ file: string; found: number; known: number }>({
    message: ({ file, found, known }) =>
      `The state file '${file}' was written by a newer watcher (schema ${found}, this one knows up to ${known}).`,
    remedy: () => 'Run the newer watcher, or name another file with --state.',
    sample: { file: './watch.db', found: 2, known: 1 },
  }),
  WatchStateFailed: laterError<{ file: string; reason: string }>({
    message: ({ file, reason }) => `The state file '${file}' could not be read or written: ${reason}.`,
    remedy: () =>
      'Make room on its disk and check its permissions; what is owed fires as soon as it can be written down.',
    sample: { file: './watch.db', reason: 'database or disk is full' },
  }),
  DevOpsUnauthorized: userError<{ organization: string; reason: string }>({
    message: ({ organization, reason }) => `Azure DevOps refused to sign in at '${organization}': ${reason}.`,
    remedy: () =>
      'Renew the personal access token (its scopes: docs/watcher.md) in the variable that organization.tokenFrom names.',
    sample: {
      organization: 'https://dev.azure.com/contoso',
      reason: 'the token is not valid or has expired',
    },
  }),
  DevOpsForbidden: userError<{ action: string; reason: string }>({
    message: ({ action, reason }) => `Azure DevOps does not permit the watcher to ${action}: ${reason}.`,
    remedy: () =>
      "Give the token's user the permissions of this call on the definition or pipeline, and the token its scope (docs/watcher.md).",
    sample: {
      action: "create a release of 'deploy-fraud' in project 'demo'",
      reason: 'VS402904: Access denied',
    },
  }),
  DevOpsOrganizationNotFound: userError<{ organization: string; reason: string }>({
    message: ({ organization, reason }) =>
      `There is no Azure DevOps organization at '${organization}': ${reason}.`,
    remedy: () => "Correct organization.url in the configuration, e.g. 'https://dev.azure.com/contoso'.",
    sample: { organization: 'https://dev.azure.com/contosso', reason: 'it answered 404' },
  }),
  DevOpsProjectNotFound: userError<{ project: string; organization: string }>({
    message: ({ project, organization }) => `There is no project '${project}' at '${organization}'.`,
    remedy: () => "Correct the project in the configuration, or give the token's user access to the project.",
    sample: { project: 'demoo', organization: 'https://dev.azure.com/contoso' },
  }),
  ReleaseDefinitionNotFound: userError<{ definition: string | number; project: string }>({
    message: ({ definition, project }) => `Project '${project}' has no release definition '${definition}'.`,
    remedy: () =>
      'Correct release.definition in the configuration: the name or the id of a classic release pipeline.',
    sample: { definition: 'deploy-fraud', project: 'demo' },
  }),
  ReleaseDefinitionAmbiguous: userError<{ definition: string; project: string; ids: readonly number[] }>({
    message: ({ definition, project, ids }) =>
      `Project '${project}' has several release definitions '${definition}': ${ids.join(', ')}.`,
    remedy: () => 'Give the id of the right one as release.definition.',
    sample: { definition: 'deploy-fraud', project: 'demo', ids: [3, 12] },
  }),
  ArtifactAliasNotFound: userError<{ artifact: string; definition: string; known: readonly string[] }>({
    message: ({ artifact, definition, known }) =>
      `The release definition '${definition}' has no artifact '${artifact}'` +
      `${known.length === 0 ? '' : ` (it has: ${known.join(', ')})`}.`,
    remedy: () =>
      'Correct release.artifact in the configuration: the source alias of the AzureML Model artifact.',
    sample: { artifact: 'fraud', definition: 'deploy-fraud', known: ['_fraud'] },
  }),
  PipelineNotFound: userError<{ pipeline: string | number; project: string }>({
    message: ({ pipeline, project }) => `Project '${project}' has no pipeline '${pipeline}'.`,
    remedy: () => 'Correct pipeline.definition in the configuration: the name or the id of a YAML pipeline.',
    sample: { pipeline: 'deploy-fraud', project: 'demo' },
  }),
  PipelineAmbiguous: userError<{ pipeline: string; project: string; ids: readonly number[] }>({
    message: ({ pipeline, project, ids }) =>
      `Project '${project}' has several pipelines '${pipeline}': ${ids.join(', ')}.`,
    remedy: () => 'Give the id of the right one as pipeline.definition.',
    sample: { pipeline: 'deploy-fraud', project: 'demo', ids: [3, 12] },
  }),
  PipelineParameterMissing: userError<{ pipeline: string; parameter: string }>({
    message: ({ pipeline, parameter }) =>
      `The YAML of the pipeline '${pipeline}' does not declare the parameter '${parameter}', ` +
      'by which its runs are found again.',
    remedy: ({ parameter }) =>
      `Add it under parameters (name: ${parameter}, type: string, default: ''), or name another one as pipeline.keyParameter.`,
    sample: { pipeline: 'deploy-fraud', parameter: 'firing' },
  }),
  DevOpsRejected: userError<{ action: string; status: number; reason: string }>({
    message: ({ action, status, reason }) => `Azure DevOps refused to ${action} (${status}): ${reason}.`,
    remedy: () => 'Correct what the service names, in the release definition or in the configuration.',
    sample: {
      action: "create a release of 'deploy-fraud' in project 'demo'",
      status: 400,
      reason: 'VS402982: A version is missing for the artifact _data',
    },
  }),
  DevOpsAnswerUnreadable: userError<{ action: string; problem: string }>({
    message: ({ action, problem }) => `Azure DevOps answered in an unknown shape to: ${action}: ${problem}.`,
    remedy: () => 'Check organization.url; if it is right, update the watcher or report the answer.',
    sample: { action: "find the definition 'deploy-fraud'", problem: 'id is missing' },
  }),
  DevOpsThrottled: laterError<{ organization: string; seconds: number }>({
    message: ({ organization, seconds }) =>
      `Azure DevOps throttles '${organization}' (429) and wants no further call for ${seconds} s.`,
    remedy: () => 'Nothing to do: the watcher waits that long. If it stays, raise the interval.',
    sample: { organization: 'https://dev.azure.com/contoso', seconds: 120 },
  }),
  DevOpsFailed: laterError<{ action: string; status: number; reason: string }>({
    message: ({ action, status, reason }) => `Azure DevOps failed to ${action} (${status}): ${reason}.`,
    remedy: () =>
      'Nothing to do: the watcher tries again on its next turn. See https://status.dev.azure.com if it stays.',
    sample: {
      action: "find the definition 'deploy-fraud'",
      status: 503,
      reason: 'the service is unavailable',
    },
  }),
  DevOpsNotReachable: laterError<{ organization: string; reason: string }>({
    message: ({ organization, reason }) => `Azure DevOps did not answer at '${organization}': ${reason}.`,
    remedy: () =>
      'Check the network (proxy, DNS) and, for a private certificate authority, NODE_EXTRA_CA_CERTS; the watcher tries again on its next turn.',
    sample: { organization: 'https://dev.azure.com/contoso', reason: 'connection refused' },
  }),
};

/** The newest few of a list that may be long, oldest first. */
function listed(versions: readonly string[]): string {
  const most = 10;
  return `${versions.length > most ? '..., ' : ''}${versions.slice(-most).join(', ')}`;
}
