// Catalogue entries: services that run already, and their callers.
import { userError } from '../entry.ts';

/** How callers get in who present no key. */
const tokenAdvice: Readonly<Record<string, string>> = {
  amltoken:
    "Its callers present tokens of its own, which end after hours: 'az ml online-endpoint get-credentials --name NAME' gives one.",
  aadtoken:
    "Its callers present tokens of Microsoft Entra ID: 'az account get-access-token --resource https://ml.azure.com' gives one; they need the right Microsoft.MachineLearningServices/workspaces/onlineEndpoints/score/action.",
};

export const serviceErrors = {
  ServiceNotFound: userError<{ service: string; workspace: string }>({
    message: ({ service, workspace }) => `There is no service '${service}' in workspace '${workspace}'.`,
    remedy: () => 'Correct the name, or say with --compute-type where it runs if that is no online endpoint.',
    sample: { service: 'fraud', workspace: 'prod' },
  }),
  DeploymentNotFound: userError<{ service: string; deployment: string; known: string }>({
    message: ({ service, deployment, known }) =>
      `Service '${service}' has no deployment '${deployment}' (it has: ${known}).`,
    remedy: () => "Correct the name; 'azureml-release service status' lists them.",
    sample: { service: 'fraud', deployment: 'blue', known: 'v7-3fa91c' },
  }),
  DeploymentServes: userError<{ service: string; deployment: string; share: number; by: string }>({
    message: ({ service, deployment, share, by }) =>
      `Deployment '${deployment}' of service '${service}' gets ${share} % of its requests (put there by ${by}).`,
    remedy: () => 'Move its traffic to another deployment first, or delete the whole service.',
    sample: {
      service: 'fraud',
      deployment: 'v7-3fa91c',
      share: 100,
      by: 'release Release-12, stage Production',
    },
  }),
  KeysNotUsed: userError<{ service: string; mode: string }>({
    message: ({ service, mode }) => `Service '${service}' has no keys: its callers sign in by ${mode}.`,
    remedy: ({ mode }) =>
      tokenAdvice[mode.toLowerCase()] ?? 'Look into its deployment config for how callers get in.',
    sample: { service: 'fraud', mode: 'AADToken' },
  }),
  KeysNotRotated: userError<{ service: string }>({
    message: ({ service }) =>
      `The keys of '${service}' are changed by a deployment only: its proxy knows them.`,
    remedy: () =>
      "Put 'keys' into the deployment config and deploy: a new primaryKey, and as secondaryKey the one that callers present now ('service keys show' prints it unless that file says it), which goes on working. When all callers have the new one, deploy another secondaryKey.",
    sample: { service: 'fraud' },
  }),
  ServiceNotDescribed: userError<{ service: string; reason: string }>({
    message: ({ service, reason }) => `Service '${service}' does not describe its requests: ${reason}.`,
    remedy: () =>
      'Decorate run() of the scoring script with input_schema and output_schema of inference-schema and deploy again, or give a request by --input-file.',
    sample: { service: 'fraud', reason: 'https://fraud/swagger.json answers with none' },
  }),
  ServiceAnswered: userError<{ service: string; status: number; answer: string }>({
    message: ({ service, status, answer }) => `Service '${service}' answered with ${status}: ${answer}.`,
    remedy: () => "Mend the request; 'azureml-release service logs' shows what the scoring script wrote.",
    sample: { service: 'fraud', status: 424, answer: 'the model raised ValueError' },
  }),
};
