// Catalogue entries: deploying a model.
import { userError } from '../entry.ts';
import { saidLast } from '../said-last.ts';

export const deploymentErrors = {
  ModelArtifactMissing: userError<{ alias: string }>({
    message: ({ alias }) =>
      alias === ''
        ? 'The step takes its model from an artifact, and this run has none.'
        : `The step takes its model from the artifact '${alias}', and this run has none of that alias.`,
    remedy: () =>
      "Give the alias of an artifact 'AzureML Model' of this release, or set modelSourceType to manualSpec and name model and version.",
    sample: { alias: '_fraud' },
  }),
  OverwriteRefused: userError<{ service: string; replaced: string }>({
    message: ({ service, replaced }) =>
      `'${service}' exists already, and this deployment would replace ${replaced}.`,
    remedy: () =>
      "Set overwriteExistingDeployment (or '--overwrite') to let it, or choose another name. Nothing was changed.",
    sample: { service: 'fraud', replaced: 'traffic: v6-1b2c3d 100 %' },
  }),
  EndpointAuthMismatch: userError<{ endpoint: string; wanted: string; existing: string }>({
    message: ({ endpoint, wanted, existing }) =>
      `Endpoint '${endpoint}' signs callers in by '${existing}', and the deployment config asks for '${wanted}'.`,
    remedy: () => 'Take the existing mode into the deployment config, or delete the endpoint first.',
    sample: { endpoint: 'fraud', wanted: 'AMLToken', existing: 'Key' },
  }),
  DeploymentFailed: userError<{
    endpoint: string;
    deployment: string;
    reason: string;
    log: string;
    advice?: string;
  }>({
    message: ({ endpoint, deployment, reason, log }) =>
      `Deployment '${deployment}' of endpoint '${endpoint}' did not start: ${reason}.` +
      saidLast("Its log's last words", log),
    remedy: ({ advice = 'Mend what the container log above names.' }) =>
      `${advice} Then run again: traffic stays where it was, and the failed deployment is replaced (docs/rollout.md#when-a-deployment-does-not-start).`,
    sample: {
      endpoint: 'fraud',
      deployment: 'v7-3fa91c',
      reason: 'ResourceNotReady',
      log: "ModuleNotFoundError: No module named 'sklearn'",
    },
  }),
  EdgeModuleFailed: userError<{ configuration: string; module: string; reason: string; log: string }>({
    message: ({ configuration, module, reason, log }) =>
      `Module '${module}' of IoT Edge configuration '${configuration}' does not run: ${reason}.` +
      saidLast("The module's last words", log),
    remedy: () =>
      'Mend what the device names and run again; the configuration was removed, and the devices go on with the earlier one.',
    sample: {
      configuration: 'fraud-1b2c3d4e5f60',
      module: 'fraud',
      reason: 'device edge-1: it is in the state backoff after exit code 3 (Exited (3))',
      log: "ModuleNotFoundError: No module named 'sklearn'",
    },
  }),
  EdgeModuleNotInvocable: userError<{ service: string }>({
    message: ({ service }) => `'${service}' answers on its devices only, which this machine does not reach.`,
    remedy: () => 'Send the request to the port that createOptions publishes, from the network of a device.',
    sample: { service: 'fraud' },
  }),
  ServiceKeyUnknown: userError<{ service: string }>({
    message: ({ service }) =>
      `The keys of '${service}' stand in its deployment config only: a container group never shows them again.`,
    remedy: () =>
      "Call the service with a key of that file, or leave 'keys' out of it: then they are derived and every run finds them.",
    sample: { service: 'fraud' },
  }),
  TelemetryUnavailable: userError<{ workspace: string; reason: string }>({
    message: ({ workspace, reason }) =>
      `appInsightsEnabled asks for telemetry in the Application Insights of workspace '${workspace}', and ${reason}.`,
    remedy: () =>
      "Connect a component that takes instrumentation keys ('az ml workspace update --application-insights ID'), give one's key as AML_APP_INSIGHTS_KEY in environmentVariables, or leave appInsightsEnabled out.",
    sample: { workspace: 'prod', reason: 'the workspace has none' },
  }),
  SmokeTestFailed: userError<{
    endpoint: string;
    deployment: string;
    status: number;
    answer: string;
    log?: string;
  }>({
    message: ({ endpoint, deployment, status, answer, log = '' }) =>
      `Deployment '${deployment}' of endpoint '${endpoint}' answered the test request with ${status}: ${answer}.` +
      saidLast('Its script raised', log),
    remedy: () =>
      'Run the scoring script with this request, mend it and deploy again; traffic stays where it was.',
    sample: {
      endpoint: 'fraud',
      deployment: 'v7-3fa91c',
      status: 424,
      answer: 'the model raised ValueError',
    },
  }),
  SmokeTestNotReachable: userError<{ deployment: string; uri: string; reason: string }>({
    message: ({ deployment, uri, reason }) =>
      `The test request to deployment '${deployment}' at '${uri}' got no answer: ${reason}.`,
    remedy: () => 'Let the agent reach the scoring address (private network, proxy), then run again.',
    sample: {
      deployment: 'v7-3fa91c',
      uri: 'https://fraud.westeurope.inference.ml.azure.com/score',
      reason: 'timed out',
    },
  }),
  EndpointBusy: userError<{ endpoint: string; state: string; minutes: number }>({
    message: ({ endpoint, state, minutes }) =>
      `Service '${endpoint}' stayed in state ${state} for ${minutes} minutes.`,
    remedy: () =>
      'Look at its operations (an endpoint has them in the studio, a container group in the Azure portal), end the one that hangs and run again.',
    sample: { endpoint: 'fraud', state: 'Updating', minutes: 60 },
  }),
  TrafficInvalid: userError<{ endpoint: string; deployment: string; percent: number; left: number }>({
    message: ({ endpoint, deployment, percent, left }) =>
      `Deployment '${deployment}' asks for ${percent} % of the traffic of endpoint '${endpoint}', and only ${left} % can be given away.`,
    remedy: () => 'Lower trafficPercentile, or take traffic from another deployment first.',
    sample: { endpoint: 'fraud', deployment: 'green', percent: 40, left: 30 },
  }),
  TooManyModels: userError<{ models: string }>({
    message: ({ models }) => `An endpoint serves one model, and these are several: ${models}.`,
    remedy: () =>
      'Register one model whose folder holds them all, or deploy to local, aci or iotedge, where an image holds several.',
    sample: { models: 'fraud:7, scaler:2' },
  }),
  ServerMissing: userError<{ model: string; type: string; target: string; serving: string }>({
    message: ({ model, type, target }) =>
      `Nothing serves '${model}' on '${target}': it came without an inference config, and a model of the type ${type} has no server of its own there.`,
    remedy: ({ serving }) =>
      `Deploy it to ${serving}, or give an inference config with a script and an environment that load it.`,
    sample: {
      ...{ model: 'digits:3', type: 'triton_model', target: 'aci', serving: 'managed, kubernetes' },
    },
  }),
  TritonRequestUnaddressed: userError<{ request: string; model: string }>({
    message: ({ request, model }) =>
      `The ${request} does not say which model of the Triton repository '${model}' it is for, or is no request of Triton's protocol.`,
    remedy: () =>
      'Write "model_name" (and perhaps "model_version") beside "inputs", whose elements have name, shape, datatype and data.',
    sample: { request: 'test request', model: 'digits:3' },
  }),
  AssetNotFound: userError<{ asset: string; workspace: string }>({
    message: ({ asset, workspace }) => `Nothing is known of '${asset}' in workspace '${workspace}'.`,
    remedy: () => 'Correct the name, or write a version instead of a label.',
    sample: { asset: 'azureml:fraud@champion', workspace: 'prod' },
  }),
  EnvironmentNotFound: userError<{ environment: string; version: string; workspace: string }>({
    message: ({ environment, version, workspace }) =>
      `There is no environment '${environment}' of version '${version}' in workspace '${workspace}'.`,
    remedy: () => 'Correct the name, register it, or define it in the inference config with a conda file.',
    sample: { environment: 'fraud-env', version: '3', workspace: 'prod' },
  }),
  BatchJobFailed: userError<{
    job: string;
    endpoint: string;
    status: string;
    reason: string;
    failures: string;
    page: string;
  }>({
    message: ({ job, endpoint, status, reason, failures }) =>
      `Job '${job}' of batch endpoint '${endpoint}' ended as ${status}: ${reason}.` +
      (failures === '' ? '' : ` What failed: ${failures}.`),
    remedy: ({ page, reason }) => {
      const what = /^image build\b/i.test(reason)
        ? 'Mend the package or its version in the conda file that the log names'
        : 'Mend what run() met, or raise errorThreshold';
      return `${what}, and start the job again${page === '' ? '' : `; all of its logs are at ${page}`}.`;
    },
    sample: {
      job: 'batchjob-4f1c',
      endpoint: 'nightly',
      status: 'Failed',
      reason: '12 file(s) failed, which exceeds error_threshold 10',
      failures: "mini batch 3 (march.csv): KeyError: 'amount'",
      page: 'https://ml.azure.com/runs/batchjob-4f1c',
    },
  }),
  BatchJobUnfinished: userError<{ job: string; endpoint: string; status: string; minutes: number }>({
    message: ({ job, endpoint, status, minutes }) =>
      `Job '${job}' of batch endpoint '${endpoint}' is still ${status} after ${minutes} minutes.`,
    remedy: () =>
      'Look whether the cluster can get its nodes (quota, maximum of nodes); the job goes on, nothing was cancelled.',
    sample: { job: 'batchjob-4f1c', endpoint: 'nightly', status: 'Queued', minutes: 60 },
  }),
  BatchInputEmpty: userError<{ input: string }>({
    message: ({ input }) => `There is no file to score in '${input}'.`,
    remedy: () => 'Name a folder that holds the files, or an address in a datastore.',
    sample: { input: 'data/march' },
  }),
  BatchOutputMissing: userError<{ job: string; output: string }>({
    message: ({ job, output }) => `Job '${job}' completed and left nothing at '${output}'.`,
    remedy: () =>
      "Return rows from run() with outputAction 'append_row', or write files to the folder in AZUREML_BI_OUTPUT_PATH.",
    sample: { job: 'batchjob-4f1c', output: 'azureml://datastores/workspaceblobstore/paths/out/' },
  }),
  ComputeNotFound: userError<{ compute: string; workspace: string; there: string }>({
    message: ({ compute, workspace, there }) =>
      `Workspace '${workspace}' has no compute '${compute}'; it has ${there === '' ? 'none' : there}.`,
    remedy: () =>
      "Correct computeTargetName, or make the cluster ('az ml compute create') or attach it ('az ml compute attach') first.",
    sample: { compute: 'k8s-prod', workspace: 'prod', there: 'cpu, k8s-test' },
  }),
  ComputeUnsuitable: userError<{ compute: string; problem: string }>({
    message: ({ compute, problem }) => `Compute '${compute}' can not take this deployment: ${problem}.`,
    remedy: () => 'Name another compute as computeTargetName, or mend the one that is named.',
    sample: { compute: 'k8s-prod', problem: "it is of the type 'AmlCompute', not Kubernetes" },
  }),
  InstanceTypeNotFound: userError<{ instanceType: string; compute: string; there: string }>({
    message: ({ instanceType, compute, there }) =>
      `Compute '${compute}' has no instance type '${instanceType}'; it has ${there}.`,
    remedy: () =>
      'Name one of these as instanceType, or add a custom resource InstanceType of that name to the cluster.',
    sample: { instanceType: 'gpu-large', compute: 'k8s-prod', there: 'defaultinstancetype, gpu' },
  }),
  ModelInUse: userError<{ model: string; version: string; users: string }>({
    message: ({ model, version, users }) => `Model version '${model}:${version}' is in use by ${users}.`,
    remedy: () =>
      'Deploy another version there or delete those deployments first; with --force the version is deleted all the same, and they fail at their next start.',
    sample: {
      model: 'fraud',
      version: '7',
      users: "online endpoint 'fraud', deployment 'v7-3fa91c' (100 % of its traffic)",
    },
  }),
};
