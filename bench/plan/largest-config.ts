// The largest configuration that we would expect of a team: every key of AKS, a long conda file, many source files.
import { stringify } from 'yaml';

const packages = Array.from({ length: 80 }, (_, index) => `package-${index}==1.${index}.0`);

export const inferenceText = stringify({
  entryScript: 'api/score.py',
  sourceDirectory: 'src',
  description: 'scores claims of all countries',
  environment: {
    name: 'claims',
    environmentVariables: Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`SETTING_${index}`, `value ${index}`]),
    ),
    docker: { enabled: true, baseImage: 'example.azurecr.io/base:1', sharedVolumes: true },
    python: {
      condaDependencies: {
        channels: ['conda-forge'],
        dependencies: ['python=3.11', { pip: ['azureml-inference-server-http', ...packages] }],
      },
    },
    spark: { repositories: [], packages: [], precachePackages: true },
  },
});

export const deploymentText = JSON.stringify(
  {
    computeType: 'AKSENDPOINT',
    computeTargetName: 'k8s',
    versionName: 'green',
    trafficPercentile: 20,
    authEnabled: true,
    appInsightsEnabled: true,
    autoScaler: {
      autoscaleEnabled: true,
      minReplicas: 2,
      maxReplicas: 20,
      refreshPeriodInSeconds: 5,
      targetUtilization: 60,
    },
    containerResourceRequirements: { cpu: 1, cpuLimit: 2, memoryInGB: 2, memoryInGBLimit: 4 },
    dataCollection: { storageEnabled: true },
    scoringTimeoutMs: 30_000,
    maxConcurrentRequestsPerContainer: 4,
    maxQueueWaitMs: 700,
    livenessProbeRequirements: {
      periodSeconds: 10,
      initialDelaySeconds: 310,
      timeoutSeconds: 2,
      successThreshold: 1,
      failureThreshold: 3,
    },
    tags: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`tag-${index}`, `value ${index}`])),
  },
  undefined,
  2,
);

export const source = Array.from({ length: 1_000 }, (_, index) => ({
  path: `api/module_${index}.py`,
  size: 10_000,
  sha256: index.toString(16).padStart(64, '0'),
}));
