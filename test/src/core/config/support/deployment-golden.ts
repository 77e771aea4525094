// One golden case for every key of a deployment config.
import type { ComputeType } from '../../../../../src/core/config/target.ts';
import type { File } from '../../plan/support/plan-input.ts';
import { flagCase, textCase, type Golden } from './golden.ts';

interface DeploymentGolden extends Golden {
  /** What is read, where that is not what is written. */
  readonly read?: unknown;
  /** What holds where the file says nothing, by deployment type; where nothing holds the type is left out. */
  readonly presets?: Partial<Record<ComputeType, unknown>>;
}

type More = Omit<DeploymentGolden, 'value' | 'bad'>;

const text = (value: string, more: More = {}): DeploymentGolden => textCase(value, more);
const flag = (value: boolean, more: More = {}): DeploymentGolden => flagCase(value, more);
const count = (value: number, more: More = {}): DeploymentGolden => ({
  value,
  bad: [0, 'must be at least 1'],
  ...more,
});
const fromZero = (value: number, more: More = {}): DeploymentGolden => ({
  value,
  bad: [-1, 'must be at least 0'],
  ...more,
});
const choice = (value: string, read: string, more: More = {}): DeploymentGolden => ({
  value,
  read,
  bad: ['none', 'expected one of'],
  ...more,
});
const amount = (value: number, more: More = {}): DeploymentGolden => ({
  value,
  bad: [0, 'must be greater than 0'],
  ...more,
});
const texts: DeploymentGolden = { value: { a: 'b' }, bad: [{ a: 1 }, 'expected string'] };

/** The two v1 types that serve on Kubernetes have the same defaults. */
const v1Aks = (value: unknown) => ({ presets: { aks: value, aksendpoint: value } });
const v1 = (value: unknown) => ({ presets: { aci: value, aks: value, aksendpoint: value } });
const online = { authMode: { presets: { managed: 'key', kubernetes: 'key' } } };

const scales: File = { autoScaler: { autoscaleEnabled: true } };
const encryption: File = { vaultBaseUrl: 'https://v.example.net', keyName: 'k', keyVersion: '1' };
const network: File = { vnetName: 'v', subnetName: 's' };
const tls: File = { sslCertificate: 'c.pem', sslKey: 'k.pem', cname: 'c.example.com' };

const without = (file: File, key: string): { needs: File } => ({
  needs: Object.fromEntries(Object.entries(file).filter(([name]) => name !== key)),
});

const probe = (name: string, presets: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    ['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'failureThreshold', 'successThreshold'].map(
      (part) => {
        const preset = presets[part];
        return [`${name}.${part}`, count(20, preset === undefined ? {} : v1Aks(preset))];
      },
    ),
  );

export const deploymentGolden: Readonly<Record<string, DeploymentGolden>> = {
  engine: choice('Process', 'process'),
  port: { value: 8080, bad: [65_536, 'must be 1 to 65535'] },
  'containerResourceRequirements.cpu': amount(1.5, v1(0.1)),
  'containerResourceRequirements.cpuLimit': amount(2),
  'containerResourceRequirements.memoryInGB': amount(1.5, v1(0.5)),
  'containerResourceRequirements.memoryInGBLimit': amount(2),
  gpuCores: fromZero(1),
  instanceType: text('Standard_DS3_v2'),
  instanceCount: count(2),
  numReplicas: count(2),
  'autoScaler.autoscaleEnabled': flag(true, v1Aks(true)),
  'autoScaler.minReplicas': count(2, { needs: scales, ...v1Aks(1) }),
  'autoScaler.maxReplicas': count(5, { needs: scales, ...v1Aks(10) }),
  'autoScaler.refreshPeriodInSeconds': count(5, { needs: scales, ...v1Aks(1) }),
  'autoScaler.targetUtilization': {
    value: 60,
    bad: [101, 'must be at most 100'],
    needs: scales,
    ...v1Aks(70),
  },
  authEnabled: flag(true, { presets: { aci: false, aks: true, aksendpoint: true } }),
  tokenAuthEnabled: flag(true, v1Aks(false)),
  authMode: choice('AML_Token', 'aml_token', online.authMode),
  'keys.primaryKey': text('first'),
  'keys.secondaryKey': text('second'),
  sslEnabled: flag(true, { needs: tls, presets: { aci: false } }),
  sslCertificate: text('cert.pem'),
  sslKey: text('key.pem'),
  cname: text('score.example.com'),
  sidecarImage: text('nginx:1'),
  location: text('westeurope'),
  dnsNameLabel: { value: 'score-1', bad: ['-a', 'must be 3 to 63 letters'] },
  vaultBaseUrl: {
    value: 'https://vault.example.net',
    bad: ['http://vault.example.net', 'must be an https address'],
    ...without(encryption, 'vaultBaseUrl'),
  },
  keyName: text('key', without(encryption, 'keyName')),
  keyVersion: { value: 12, read: '12', bad: ['', 'must not be empty'], ...without(encryption, 'keyVersion') },
  vnetName: text('net', without(network, 'vnetName')),
  subnetName: text('sub', without(network, 'subnetName')),
  containerRegistry: text('example.azurecr.io'),
  appInsightsEnabled: flag(true, {
    presets: { aci: false, aks: false, aksendpoint: false, managed: false, kubernetes: false },
  }),
  'dataCollection.storageEnabled': flag(true, v1Aks(false)),
  scoringTimeoutMs: count(30_000, v1Aks(60_000)),
  maxConcurrentRequestsPerContainer: count(2, v1Aks(1)),
  maxQueueWaitMs: count(700, v1Aks(500)),
  ...probe('livenessProbeRequirements', {
    periodSeconds: 10,
    initialDelaySeconds: 310,
    timeoutSeconds: 2,
    failureThreshold: 3,
    successThreshold: 1,
  }),
  ...probe('readinessProbeRequirements', {}),
  namespace: { value: 'models', bad: ['Models', 'lower-case letters'] },
  computeTargetName: text('k8s'),
  'rollout.strategy': choice('Canary', 'canary'),
  'rollout.steps': { value: [10, 40], bad: ['ten', 'expected array'] },
  'rollout.mirrorPercent': { value: 20, bad: [60, 'must be at most 50'] },
  'rollout.pauseSeconds': fromZero(30),
  'rollout.minimumSamples': { value: 80, bad: [4, 'must be at least 5'] },
  'rollout.latencyObjectiveMs': amount(200),
  'rollout.maximumErrorRate': fromZero(0.02),
  'rollout.maximumSlowdown': { value: 1.2, bad: [0.9, 'must be at least 1'] },
  'rollout.confidence': { value: 0.99, bad: [1, 'must be at most 0.9999'] },
  'rollout.removeOld': flag(true),
  'rollout.removeBad': flag(true),
  'rollout.smokeTests': { value: [{ request: 'a.json' }], bad: ['a.json', 'expected array'] },
  versionName: { value: 7, read: '7', bad: ['', 'must not be empty'] },
  trafficPercentile: { value: 0, bad: [101, 'must be at most 100'] },
  isDefault: flag(false),
  type: choice('Treatment', 'treatment'),
  publicNetworkAccess: choice('Disabled', 'disabled'),
  egressPublicNetworkAccess: choice('Disabled', 'disabled'),
  modelMountPath: text('/var/model'),
  environmentVariables: texts,
  tags: texts,
  miniBatchSize: count(5),
  maxConcurrencyPerInstance: count(2),
  errorThreshold: { value: -1, bad: [-2, 'must be at least -1'] },
  'retrySettings.maxRetries': fromZero(0),
  'retrySettings.timeoutSeconds': count(60),
  outputAction: choice('Append_Row', 'append_row'),
  outputFileName: text('predictions.csv'),
  loggingLevel: choice('Debug', 'debug'),
  iotHub: text('hub.azure-devices.net'),
  deviceId: text('device-1'),
  targetCondition: text("tags.site = 'north'"),
  priority: fromZero(20, { presets: { iotedge: 10 } }),
  moduleName: { value: 'fraud_1', bad: ['fraud 1', 'must be letters'] },
  routes: texts,
  createOptions: { value: { HostConfig: { Binds: [] } }, bad: ['none', 'expected record'] },
  propertiesDesired: { value: { threshold: 0.5 }, bad: ['none', 'expected record'] },
};

export const exclusiveDeploymentKeys = [
  ['authEnabled', 'tokenAuthEnabled'],
  ['authMode', 'authEnabled'],
  ['authMode', 'tokenAuthEnabled'],
  ['numReplicas', 'instanceCount'],
  ['numReplicas', 'autoScaler.autoscaleEnabled'],
  ['instanceCount', 'autoScaler.autoscaleEnabled'],
  ['deviceId', 'targetCondition'],
] as const;
