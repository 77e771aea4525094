// The flags of v1's `az ml model ...`: their names, and the keys of the files that they override.

export type FlagValue = 'text' | 'number' | 'boolean' | 'many';

export interface Flag {
  /** Without dashes, the long name first. */
  readonly names: readonly string[];
  readonly value: FlagValue;
  /** The key that it overrides. */
  readonly inference?: string;
  readonly deployment?: string;
}

const flag = (value: FlagValue, names: string, overrides: Omit<Flag, 'names' | 'value'> = {}): Flag => ({
  names: names.split(' '),
  value,
  ...overrides,
});

const inference = (value: FlagValue, names: string, key: string) => flag(value, names, { inference: key });
const deployment = (value: FlagValue, names: string, key: string) => flag(value, names, { deployment: key });

/** Shared by all verbs. */
const common = [
  flag('text', 'resource-group g'),
  flag('text', 'workspace-name w'),
  flag('text', 'subscription-id'),
  flag('text', 'path'),
  flag('boolean', 'v'),
  flag('boolean', 'help h'),
];

export const deployFlags: readonly Flag[] = [
  ...common,
  flag('text', 'name n'),
  flag('many', 'model m'),
  flag('many', 'model-metadata-file f'),
  flag('text', 'inference-config-file ic'),
  flag('text', 'deploy-config-file dc'),
  flag('text', 'environment-name e'),
  flag('text', 'environment-version ev'),
  flag('text', 'environment-directory ed'),
  flag('text', 'profile-input pi'),
  flag('many', 'tag'),
  flag('many', 'property'),
  flag('boolean', 'overwrite'),
  flag('boolean', 'no-wait'),
  flag('boolean', 'dry-run'),
  flag('boolean', 'offline'),
  flag('boolean', 'json'),
  inference('text', 'entry-script es', 'entryScript'),
  inference('text', 'source-directory sd', 'sourceDirectory'),
  inference('text', 'runtime rt', 'runtime'),
  inference('text', 'conda-file cf', 'condaFile'),
  inference('text', 'extra-docker-file-steps ds', 'extraDockerfileSteps'),
  inference('boolean', 'enable-gpu eg', 'enableGpu'),
  inference('text', 'cuda-version cv', 'cudaVersion'),
  inference('text', 'base-image bi', 'baseImage'),
  inference('text', 'base-image-registry ir', 'baseImageRegistry.address'),
  inference('text', 'description', 'description'),
  deployment('text', 'compute-target ct', 'computeTargetName'),
  deployment('text', 'compute-type cp', 'computeType'),
  deployment('number', 'cpu-cores cc', 'containerResourceRequirements.cpu'),
  deployment('number', 'cpu-cores-limit ccl', 'containerResourceRequirements.cpuLimit'),
  deployment('number', 'memory-gb gb', 'containerResourceRequirements.memoryInGB'),
  deployment('number', 'memory-gb-limit gbl', 'containerResourceRequirements.memoryInGBLimit'),
  deployment('number', 'gpu-cores gc', 'gpuCores'),
  deployment('boolean', 'auth-enabled ae', 'authEnabled'),
  deployment('boolean', 'token-auth-enabled', 'tokenAuthEnabled'),
  deployment('boolean', 'enable-app-insights ai', 'appInsightsEnabled'),
  deployment('boolean', 'collect-model-data md', 'dataCollection.storageEnabled'),
  deployment('boolean', 'autoscale-enabled as', 'autoScaler.autoscaleEnabled'),
  deployment('number', 'autoscale-min-replicas mi', 'autoScaler.minReplicas'),
  deployment('number', 'autoscale-max-replicas ma', 'autoScaler.maxReplicas'),
  deployment('number', 'autoscale-refresh-seconds ar', 'autoScaler.refreshPeriodInSeconds'),
  deployment('number', 'autoscale-target-utilization at', 'autoScaler.targetUtilization'),
  deployment('number', 'num-replicas nr', 'numReplicas'),
  deployment('number', 'replica-max-concurrent-requests rm', 'maxConcurrentRequestsPerContainer'),
  deployment('number', 'max-request-wait-time mr', 'maxQueueWaitMs'),
  deployment('number', 'scoring-timeout-ms tm', 'scoringTimeoutMs'),
  deployment('number', 'period-seconds ps', 'livenessProbeRequirements.periodSeconds'),
  deployment('number', 'initial-delay-seconds id', 'livenessProbeRequirements.initialDelaySeconds'),
  deployment('number', 'timeout-seconds ts', 'livenessProbeRequirements.timeoutSeconds'),
  deployment('number', 'success-threshold st', 'livenessProbeRequirements.successThreshold'),
  deployment('number', 'failure-threshold ft', 'livenessProbeRequirements.failureThreshold'),
  deployment('text', 'namespace', 'namespace'),
  deployment('text', 'location lo', 'location'),
  deployment('text', 'dns-name-label dn', 'dnsNameLabel'),
  deployment('boolean', 'ssl-enabled se', 'sslEnabled'),
  deployment('text', 'ssl-cert-pem-file sp', 'sslCertificate'),
  deployment('text', 'ssl-key-pem-file sk', 'sslKey'),
  deployment('text', 'ssl-cname sc', 'cname'),
  deployment('text', 'primary-key kp', 'keys.primaryKey'),
  deployment('text', 'secondary-key ks', 'keys.secondaryKey'),
  deployment('text', 'vault-base-url', 'vaultBaseUrl'),
  deployment('text', 'key-name', 'keyName'),
  deployment('text', 'key-version', 'keyVersion'),
  deployment('text', 'vnet-name', 'vnetName'),
  deployment('text', 'subnet-name', 'subnetName'),
  deployment('number', 'port po', 'port'),
  deployment('text', 'version-name vn', 'versionName'),
  deployment('number', 'traffic-percentile tp', 'trafficPercentile'),
];
