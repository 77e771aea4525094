// Size and surroundings of the container: what becomes of each key on every target.
import { deploymentKey as key, depends, refused, taken, warned } from './key-row.ts';

const bySize = taken('`instanceType`, by the table of sizes');
const clusterSize = warned('a batch job takes whole nodes of its cluster', 'Choose the size of the cluster.');
const cpuOfHost = taken('`HostConfig.NanoCpus`');
const memoryOfHost = taken('`HostConfig.Memory`');
const variables = taken('`environmentVariables` of the deployment');

export const containerKeys = [
  key(
    'containerResourceRequirements.cpu',
    { meaning: 'cores that the container needs', sample: 1.5 },
    {
      rest: cpuOfHost,
      aci: taken('`resources.requests.cpu`'),
      kubernetes: taken('`containerResourceRequests.cpu`'),
      managed: bySize,
      batch: clusterSize,
    },
  ),
  key(
    'containerResourceRequirements.memoryInGB',
    { meaning: 'memory that the container needs', sample: 2.5 },
    {
      rest: memoryOfHost,
      aci: taken('`resources.requests.memoryInGB`'),
      kubernetes: taken('`containerResourceRequests.memory`'),
      managed: bySize,
      batch: clusterSize,
    },
  ),
  key(
    'containerResourceRequirements.cpuLimit',
    { meaning: 'cores that the container may use at most', sample: 2 },
    {
      rest: cpuOfHost,
      aci: taken('`resources.limits.cpu`'),
      kubernetes: taken('`containerResourceLimits.cpu`'),
      managed: bySize,
      batch: clusterSize,
    },
  ),
  key(
    'containerResourceRequirements.memoryInGBLimit',
    { meaning: 'memory that the container may use at most', sample: 3 },
    {
      rest: memoryOfHost,
      aci: taken('`resources.limits.memoryInGB`'),
      kubernetes: taken('`containerResourceLimits.memory`'),
      managed: bySize,
      batch: clusterSize,
    },
  ),
  key(
    'gpuCores',
    { meaning: 'GPUs of the container', sample: 1, idle: [0] },
    {
      rest: refused('the container has no GPU', "Deploy to 'managed' with a GPU size as instanceType."),
      local: taken('`HostConfig.DeviceRequests`'),
      kubernetes: taken('`containerResourceRequests.gpu` and `containerResourceLimits.gpu`'),
      managed: depends(
        'instanceType names a size',
        (_, all) => 'instanceType' in all,
        warned('the size says how many GPUs there are', 'Leave the key out.'),
        refused(
          "Microsoft's table for leaving v1 has no size with a GPU",
          'Name a GPU size yourself as instanceType.',
        ),
      ),
      batch: clusterSize,
    },
  ),
  key(
    'port',
    { meaning: 'port on this machine; left out: a free one', sample: 6789 },
    {
      rest: warned('the service chooses the address', 'Leave the key out.'),
      local: taken('`HostConfig.PortBindings`'),
    },
  ),
  key(
    'engine',
    {
      meaning:
        'what runs the server on this machine: `docker`, `process` (no container), `auto` (Docker if it answers)',
      sample: 'process',
      idle: ['auto'],
    },
    {
      rest: warned('only this machine has a choice', 'Leave the key out.'),
      local: taken('a container, or a virtual environment and a process'),
    },
  ),
  key(
    'appInsightsEnabled',
    { meaning: 'send telemetry to Application Insights', sample: true },
    {
      rest: taken("`AML_APP_INSIGHTS_ENABLED`, and key and address of the workspace's component"),
      kubernetes: taken('`appInsightsEnabled`'),
      managed: taken('`appInsightsEnabled`'),
      batch: warned('a batch job writes its logs into the workspace', 'Leave the key out.'),
    },
  ),
  key(
    'dataCollection.storageEnabled',
    { meaning: 'store requests and answers', sample: true },
    {
      rest: taken('`AML_MODEL_DC_STORAGE_ENABLED`'),
      kubernetes: taken('`dataCollector` with the collections `request` and `response`'),
      managed: taken('`dataCollector` with the collections `request` and `response`'),
      batch: warned('a batch job stores its inputs and outputs itself', 'Leave the key out.'),
    },
  ),
  key(
    'modelMountPath',
    { meaning: 'where the model lies in the container', sample: '/models/fraud' },
    {
      rest: taken('target of the model in the container'),
      kubernetes: taken('`modelMountPath`'),
      managed: taken('`modelMountPath`'),
      batch: refused('a batch deployment chooses it itself', 'Read AZUREML_MODEL_DIR in the script.'),
    },
  ),
  key(
    'environmentVariables',
    { meaning: "variables of the container; they win over the environment's", sample: { LEVEL: 'low' } },
    { rest: variables, iotedge: taken('`env` of the module') },
  ),
  key(
    'tags',
    { meaning: 'tags of the deployment', sample: { team: 'ml' } },
    {
      rest: taken('`tags`'),
      local: taken('labels of the container'),
      iotedge: taken('labels of the configuration'),
    },
  ),
];
