// The deployment config: where a model is deployed and how big. So far the managed online endpoint.
import * as z from 'zod';
import { fail } from '../errors/catalogue.ts';
import { given } from '../given.ts';
import { parseConfiguration } from './document.ts';
import { vmSizeFor } from './vm-size.ts';

export type AuthMode = 'Key' | 'AMLToken' | 'AADToken';

/** Seconds throughout; absent fields keep the service's default. */
export interface ProbeSettings {
  readonly periodSeconds?: number;
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly successThreshold?: number;
}

export interface ManagedDeploymentConfig {
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly authMode: AuthMode;
  readonly appInsightsEnabled: boolean;
  readonly requestTimeoutMs?: number;
  readonly maxConcurrentRequests?: number;
  readonly maxQueueWaitMs?: number;
  readonly livenessProbe?: ProbeSettings;
  readonly readinessProbe?: ProbeSettings;
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

const positive = z.number().int('must be a whole number').min(1, 'must be at least 1');
const seconds = positive.optional();

const probe = z.strictObject({
  periodSeconds: seconds,
  initialDelaySeconds: seconds,
  timeoutSeconds: seconds,
  failureThreshold: seconds,
  successThreshold: seconds,
});

const authModes = { key: 'Key', aml_token: 'AMLToken', aad_token: 'AADToken' } as const;

/** Managed endpoints cancel a request after at most this long (how-to-manage-quotas). */
const maxRequestTimeoutMs = 180_000;

/** Instances of one deployment (how-to-manage-quotas). */
const maxInstances = 50;

const managedSchema = z.strictObject({
  computeType: z.string(),
  instanceType: z.string().min(1).optional(),
  instanceCount: positive.max(maxInstances, `must be at most ${maxInstances}`).default(1),
  authMode: z.enum(['key', 'aml_token', 'aad_token']).default('key'),
  appInsightsEnabled: z.boolean().default(false),
  scoringTimeoutMs: positive.max(maxRequestTimeoutMs, `must be at most ${maxRequestTimeoutMs}`).optional(),
  maxConcurrentRequestsPerContainer: positive.optional(),
  maxQueueWaitMs: positive.optional(),
  livenessProbeRequirements: probe.optional(),
  readinessProbeRequirements: probe.optional(),
  containerResourceRequirements: z
    .strictObject({ cpu: z.number().positive(), memoryInGB: z.number().positive() })
    .optional(),
  environmentVariables: z.record(z.string(), z.string()).default({}),
  tags: z.record(z.string(), z.string()).default({}),
});

const anyTarget = z.looseObject({ computeType: z.string({ error: 'is required' }) });

function instanceTypeOf(file: string, config: z.infer<typeof managedSchema>): string {
  const { instanceType, containerResourceRequirements: needs } = config;
  if (instanceType !== undefined && needs !== undefined)
    throw fail('ConfigurationConflict', {
      file,
      first: 'containerResourceRequirements',
      second: 'instanceType',
    });
  if (instanceType !== undefined) return instanceType;
  const size = vmSizeFor(needs ?? { cpu: 1, memoryInGB: 1 });
  if (size !== undefined) return size;
  throw fail('ConfigurationNotSupported', {
    file,
    key: 'containerResourceRequirements',
    reason: 'no size of the published table holds this much',
    instead: 'Name the size yourself as instanceType.',
  });
}

/**
 * Reads a deployment config whose `computeType` is `managed`.
 *
 * @throws ConfigurationUnreadable, ConfigurationInvalid, ConfigurationConflict, ConfigurationNotSupported
 */
export function parseDeploymentConfig(text: string, file: string): ManagedDeploymentConfig {
  const { computeType } = parseConfiguration(anyTarget, text, file);
  if (computeType.toLowerCase() !== 'managed')
    throw fail('ConfigurationNotSupported', {
      file,
      key: `computeType: ${computeType}`,
      reason: 'this version deploys to managed online endpoints only',
      instead: "Set computeType to 'managed' and give an instanceType.",
    });
  const config = parseConfiguration(managedSchema, text, file);
  const { livenessProbeRequirements: liveness, readinessProbeRequirements: readiness } = config;
  return {
    instanceType: instanceTypeOf(file, config),
    instanceCount: config.instanceCount,
    authMode: authModes[config.authMode],
    appInsightsEnabled: config.appInsightsEnabled,
    ...given({
      requestTimeoutMs: config.scoringTimeoutMs,
      maxConcurrentRequests: config.maxConcurrentRequestsPerContainer,
      maxQueueWaitMs: config.maxQueueWaitMs,
      livenessProbe: liveness && given(liveness),
      readinessProbe: readiness && given(readiness),
    }),
    environmentVariables: config.environmentVariables,
    tags: config.tags,
  };
}
