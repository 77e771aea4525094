// How many instances: what becomes of each key on every target.
import { deploymentKey as key, refused, taken, takenBut, warned } from './key-row.ts';

const oneContainer = refused(
  'there is one container',
  "Deploy to 'managed' or 'kubernetes', or leave the key out.",
);
const clusterScales = warned('the cluster of a batch endpoint scales by itself', 'Set its node range.');

const replicas = (name: string, meaning: string) =>
  key(
    name,
    { meaning, sample: 3, idle: [1] },
    {
      rest: oneContainer,
      kubernetes: taken('`sku.capacity` with scale type Default'),
      managed: taken('`sku.capacity`'),
      batch: taken('`resources.instanceCount`'),
    },
  );

const scaler = (
  name: string,
  sample: unknown,
  words: { meaning: string; managed: string; kubernetes: string },
) =>
  key(
    `autoScaler.${name}`,
    { meaning: words.meaning, sample },
    {
      rest: oneContainer,
      managed: taken(words.managed),
      kubernetes: taken(words.kubernetes),
      batch: clusterScales,
    },
  );

export const scaleKeys = [
  key(
    'instanceType',
    { meaning: 'virtual machine size, or instance type of the cluster', sample: 'Standard_DS3_v2' },
    {
      rest: warned('the size comes from containerResourceRequirements', 'Leave the key out.'),
      managed: taken('`instanceType`'),
      kubernetes: taken('`instanceType`'),
      batch: taken('`resources.instanceType`'),
    },
  ),
  replicas('instanceCount', 'number of instances'),
  replicas('numReplicas', "v1's name of 'instanceCount'"),
  scaler('autoscaleEnabled', true, {
    meaning: 'scale by load; on in v1 where numReplicas is absent',
    managed: 'autoscale setting of Azure Monitor',
    kubernetes: '`scaleSettings` TargetUtilization',
  }),
  scaler('minReplicas', 2, {
    meaning: 'fewest instances',
    managed: 'autoscale `capacity.minimum`; `sku.capacity`',
    kubernetes: '`scaleSettings.minInstances`',
  }),
  scaler('maxReplicas', 5, {
    meaning: 'most instances',
    managed: 'autoscale `capacity.maximum`',
    kubernetes: '`scaleSettings.maxInstances`',
  }),
  scaler('targetUtilization', 60, {
    meaning: 'percent of use to hold',
    managed: 'autoscale rules on CpuUtilizationPercentage',
    kubernetes: '`scaleSettings.targetUtilizationPercentage`',
  }),
  key(
    'autoScaler.refreshPeriodInSeconds',
    { meaning: 'how often to look', sample: 5 },
    {
      rest: oneContainer,
      kubernetes: taken('`scaleSettings.pollingInterval`'),
      managed: warned('Azure Monitor looks once a minute', 'Leave the key out.'),
      batch: clusterScales,
    },
  ),
  key(
    'maxQueueWaitMs',
    { meaning: 'how long a request may queue', sample: 700 },
    {
      rest: warned('the server queues without a limit of time', 'Leave the key out.'),
      kubernetes: taken('`requestSettings.maxQueueWait`'),
      managed: takenBut('`requestSettings.maxQueueWait`', 'the service has deprecated it and may not obey'),
      batch: warned('a batch job has no queue of requests', 'Leave the key out.'),
    },
  ),
];
