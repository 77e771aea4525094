// Every key that a deployment config may have, whatever its target: v1's names where v1 had one.
import * as z from 'zod';
import { rolloutSchema } from '../rollout/settings.ts';

const text = z.string().min(1, 'must not be empty');
const positive = z.number().positive('must be greater than 0');
const count = z.number().int('must be a whole number').min(1, 'must be at least 1');
const fromZero = z.number().int('must be a whole number').min(0, 'must be at least 0');
const percent = fromZero.max(100, 'must be at most 100');
/** The service's whole numbers have 32 bits; one of milliseconds must fit, too. */
const int32 = 2_147_483_647;
const whole = count.max(int32, `must be at most ${int32}`);

const probe = z.strictObject({
  periodSeconds: whole.optional(),
  initialDelaySeconds: whole.optional(),
  timeoutSeconds: whole.optional(),
  failureThreshold: whole.optional(),
  successThreshold: whole.optional(),
});

const keys = z.strictObject({ primaryKey: text.optional(), secondaryKey: text.optional() });

const resources = z.strictObject({
  cpu: positive.optional(),
  cpuLimit: positive.optional(),
  memoryInGB: positive.optional(),
  memoryInGBLimit: positive.optional(),
});

const autoScaler = z.strictObject({
  autoscaleEnabled: z.boolean().optional(),
  minReplicas: whole.optional(),
  maxReplicas: whole.optional(),
  refreshPeriodInSeconds: whole.optional(),
  targetUtilization: percent.min(1, 'must be at least 1').optional(),
});

const retrySettings = z.strictObject({ maxRetries: fromZero.optional(), timeoutSeconds: whole.optional() });

const lower = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(values));

const port = z
  .number()
  .int('must be a whole number')
  .min(1, 'must be 1 to 65535')
  .max(65_535, 'must be 1 to 65535');

/** A Kubernetes namespace. */
const namespace = z
  .string()
  .max(63, 'must have at most 63 characters')
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'must be lower-case letters, digits and dashes, no dash at the ends',
  );

const texts = z.record(z.string(), z.string());

export const deploymentSchema = z.strictObject({
  port: port.optional(),
  engine: lower(['auto', 'docker', 'process']).optional(),
  containerResourceRequirements: resources.optional(),
  gpuCores: fromZero.optional(),
  instanceType: text.optional(),
  instanceCount: whole.optional(),
  numReplicas: whole.optional(),
  autoScaler: autoScaler.optional(),
  authEnabled: z.boolean().optional(),
  tokenAuthEnabled: z.boolean().optional(),
  authMode: lower(['key', 'aml_token', 'aad_token']).optional(),
  keys: keys.optional(),
  sslEnabled: z.boolean().optional(),
  sslCertificate: text.optional(),
  sslKey: text.optional(),
  cname: text.optional(),
  sidecarImage: text.optional(),
  location: text.optional(),
  dnsNameLabel: text
    .regex(
      /^[a-z0-9]([a-z0-9-]{1,61}[a-z0-9])$/i,
      'must be 3 to 63 letters, digits and dashes, no dash at the ends',
    )
    .optional(),
  vaultBaseUrl: z.url({ protocol: /^https$/, error: 'must be an https address' }).optional(),
  keyName: text.optional(),
  keyVersion: text.optional(),
  vnetName: text.optional(),
  subnetName: text.optional(),
  containerRegistry: text.optional(),
  appInsightsEnabled: z.boolean().optional(),
  dataCollection: z.strictObject({ storageEnabled: z.boolean().optional() }).optional(),
  scoringTimeoutMs: whole.optional(),
  maxConcurrentRequestsPerContainer: whole.optional(),
  maxQueueWaitMs: whole.optional(),
  livenessProbeRequirements: probe.optional(),
  readinessProbeRequirements: probe.optional(),
  namespace: namespace.optional(),
  computeTargetName: text.optional(),
  versionName: text.optional(),
  trafficPercentile: percent.optional(),
  isDefault: z.boolean().optional(),
  type: lower(['control', 'treatment']).optional(),
  rollout: rolloutSchema.optional(),
  publicNetworkAccess: lower(['enabled', 'disabled']).optional(),
  egressPublicNetworkAccess: lower(['enabled', 'disabled']).optional(),
  modelMountPath: text.optional(),
  environmentVariables: texts.optional(),
  tags: texts.optional(),
  miniBatchSize: whole.optional(),
  maxConcurrencyPerInstance: whole.optional(),
  errorThreshold: z.number().int('must be a whole number').min(-1, 'must be at least -1').optional(),
  retrySettings: retrySettings.optional(),
  outputAction: lower(['append_row', 'summary_only']).optional(),
  outputFileName: text.optional(),
  loggingLevel: lower(['debug', 'info', 'warning']).optional(),
  iotHub: text.optional(),
  deviceId: text.optional(),
  targetCondition: text.optional(),
  priority: fromZero.optional(),
  moduleName: text.regex(/^[A-Za-z0-9_-]+$/, 'must be letters, digits, dashes and underscores').optional(),
  routes: texts.optional(),
  createOptions: z.record(z.string(), z.unknown()).optional(),
  propertiesDesired: z.record(z.string(), z.unknown()).optional(),
});

export type DeploymentSettings = z.infer<typeof deploymentSchema>;

/** Keys whose map is one value: the names in it are the user's own. */
export const wholeKeys: ReadonlySet<string> = new Set([
  'environmentVariables',
  'tags',
  'routes',
  'createOptions',
  'propertiesDesired',
]);

/** Versions and names are texts, also where they look like numbers. */
export const deploymentTextKeys = ['keyVersion', 'versionName', 'keys.primaryKey', 'keys.secondaryKey'];
