// Requests and probes: what becomes of each key on every target.
import { deploymentKey as key, taken, warned } from './key-row.ts';

const noRequests = warned('a batch job answers no requests', "Give 'retrySettings.timeoutSeconds' instead.");
const noProbes = warned('a batch job is not probed', 'Leave the key out.');
const notProbed = warned('this container has a liveness check only', 'Give livenessProbeRequirements.');

const probeFields = [
  ['periodSeconds', 'seconds between two checks', 'period', 'Interval', 15],
  ['initialDelaySeconds', 'seconds before the first check', 'initialDelay', 'StartPeriod', 20],
  ['timeoutSeconds', 'seconds that one check may take', 'timeout', 'Timeout', 3],
  ['failureThreshold', 'failures until it counts', 'failureThreshold', 'Retries', 5],
] as const;

const liveness = probeFields.map(([field, meaning, online, docker, sample]) =>
  key(
    `livenessProbeRequirements.${field}`,
    { meaning, sample },
    {
      rest: taken(`\`Healthcheck.${docker}\``),
      aci: taken(`\`livenessProbe.${field}\``),
      kubernetes: taken(`\`livenessProbe.${online}\``),
      managed: taken(`\`livenessProbe.${online}\``),
      batch: noProbes,
    },
  ),
);

const readiness = probeFields.map(([field, meaning, online, , sample]) =>
  key(
    `readinessProbeRequirements.${field}`,
    { meaning, sample },
    {
      rest: notProbed,
      aci: taken(`\`readinessProbe.${field}\``),
      kubernetes: taken(`\`readinessProbe.${online}\``),
      managed: taken(`\`readinessProbe.${online}\``),
      batch: noProbes,
    },
  ),
);

export const requestKeys = [
  key(
    'scoringTimeoutMs',
    { meaning: 'how long one request may take; v1: 60,000', sample: 30_000 },
    {
      rest: taken('`SCORING_TIMEOUT_MS`'),
      kubernetes: taken('`requestSettings.requestTimeout`, at most PT300S'),
      managed: taken('`requestSettings.requestTimeout`, at most PT180S'),
      batch: noRequests,
    },
  ),
  key(
    'maxConcurrentRequestsPerContainer',
    { meaning: 'requests at once per instance', sample: 4, idle: [1] },
    {
      rest: taken('`WORKER_COUNT`'),
      kubernetes: taken('`requestSettings.maxConcurrentRequestsPerInstance` and `WORKER_COUNT`'),
      managed: taken('`requestSettings.maxConcurrentRequestsPerInstance` and `WORKER_COUNT`'),
      batch: warned('a batch job answers no requests', "Give 'maxConcurrencyPerInstance' instead."),
    },
  ),
  ...liveness,
  key(
    'livenessProbeRequirements.successThreshold',
    { meaning: 'successes until it counts; Kubernetes allows 1 only', sample: 1 },
    {
      rest: warned('the first success counts', 'Leave the key out.'),
      aci: taken('`livenessProbe.successThreshold`'),
      kubernetes: taken('`livenessProbe.successThreshold`'),
      managed: taken('`livenessProbe.successThreshold`'),
      batch: noProbes,
    },
  ),
  ...readiness,
  key(
    'readinessProbeRequirements.successThreshold',
    { meaning: 'successes until it counts', sample: 2 },
    {
      rest: notProbed,
      aci: taken('`readinessProbe.successThreshold`'),
      kubernetes: taken('`readinessProbe.successThreshold`'),
      managed: taken('`readinessProbe.successThreshold`'),
      batch: noProbes,
    },
  ),
];

/** For keys of another target: nothing is lost by leaving them out. */
export const elsewhere = (where: string) =>
  warned(`it means something on ${where} only`, 'Leave the key out.');
