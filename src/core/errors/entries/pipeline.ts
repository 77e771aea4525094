// Catalogue entries: inputs of a task and the service connection it is given.
import { laterError, userError } from '../entry.ts';

export const pipelineErrors = {
  InputMissing: userError<{ input: string }>({
    message: ({ input }) => `The input '${input}' is empty.`,
    remedy: ({ input }) => `Give '${input}' a value and run again.`,
    sample: { input: 'workspace' },
  }),
  InputInvalid: userError<{ input: string; value: string; rule: string }>({
    message: ({ input, value, rule }) => `The input '${input}' is '${value}', but ${rule}.`,
    remedy: () => 'Correct the input and run again.',
    sample: { input: 'version', value: 'fraud:', rule: 'the version after the colon is missing' },
  }),
  ConnectionNotFound: userError<{ connection: string }>({
    message: ({ connection }) => `The job was not given the service connection '${connection}'.`,
    remedy: () =>
      'Choose an Azure Resource Manager service connection of this project, and allow the pipeline to use it.',
    sample: { connection: 'azure-production' },
  }),
  ConnectionIncomplete: userError<{ connection: string; missing: string }>({
    message: ({ connection, missing }) => `The service connection '${connection}' does not say ${missing}.`,
    remedy: () => 'Edit the connection so that its verification succeeds, then run again.',
    sample: {
      connection: 'azure-production',
      missing: 'the subscription (scope level Subscription or AzureMLWorkspace)',
    },
  }),
  ConnectionSchemeNotSupported: userError<{ connection: string; scheme: string }>({
    message: ({ connection, scheme }) =>
      `The service connection '${connection}' signs in by '${scheme}', which this task can not do.`,
    remedy: () =>
      'Use a connection with workload identity federation, or with a service principal and a secret or certificate.',
    sample: { connection: 'azure-production', scheme: 'ManagedServiceIdentity' },
  }),
  FederationNotAvailable: userError<{ connection: string; missing: string }>({
    message: ({ connection, missing }) =>
      `The job can not ask for a token of the federated service connection '${connection}': ${missing} is not there.`,
    remedy: () =>
      'Let a job on a current agent run the task; server jobs and agents before 3.232 have no such token.',
    sample: { connection: 'azure-production', missing: 'System.OidcRequestUri' },
  }),
  RunCancelled: userError<{ by: string }>({
    message: ({ by }) => `The run was cancelled (${by}).`,
    remedy: () => 'What is done stays, and the same command continues from there.',
    sample: { by: 'SIGINT' },
  }),
  Unexpected: laterError<{ reason: string }>({
    message: ({ reason }) => `Something unexpected happened: ${reason}.`,
    remedy: () =>
      "Run again with the variable 'system.debug' set to true and report the log if it happens again.",
    sample: { reason: 'Cannot read properties of undefined' },
  }),
};
