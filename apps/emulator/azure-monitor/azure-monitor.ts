// The emulated Azure Monitor: metrics of online endpoints, and autoscale settings that change the capacity of deployments.
import type { Operation } from '../arm/operation.ts';
import type { OnlineStore } from '../azure-ml/online/online-store.ts';
import { instancesOf, type Deployment } from '../azure-ml/online/online-endpoint.ts';
import { workspaceId, type WorkspaceScope } from '../azure-ml/scope.ts';
import { inWorkspace } from '../azure-ml/workspace.ts';
import type { Time } from '../kernel/time.ts';
import { autoscaleOperations, type StoredSetting } from './autoscale-operations.ts';
import { minutesOf, wantedCapacity, type AutoscaleRule, type Reading } from './autoscale-setting.ts';
import { metricsOperations } from './metrics-operations.ts';
import type { MetricStore } from './metric-store.ts';

export interface AzureMonitorOptions {
  readonly scope: WorkspaceScope;
  readonly endpoints: OnlineStore;
  readonly store: MetricStore;
  readonly time: Time;
  /** How often load and capacity are measured and settings are looked at. Milliseconds. */
  readonly roundMs: number;
  readonly log: (line: string) => void;
}

export interface AzureMonitor {
  readonly operations: readonly Operation[];
  /** Measures once and scales where a setting says so. */
  round(): void;
  /** From now on that happens by itself, every `roundMs`. */
  start(): void;
  close(): Promise<void>;
}

const minuteMs = 60_000;

export function createAzureMonitor(options: AzureMonitorOptions): AzureMonitor {
  const { scope, endpoints, store, time, roundMs, log } = options;
  const settings = new Map<string, StoredSetting>();
  const closing = new AbortController();
  /** CPU milliseconds of a deployment's processes, and when they were read. */
  const used = new Map<string, { readonly cpu: number; readonly at: number }>();

  const find = (endpoint: string, deployment: string): Deployment | undefined =>
    endpoints.find(endpoint)?.deployments.get(deployment.toLowerCase());

  /** `{workspace}/onlineEndpoints/{endpoint}/deployments/{deployment}` -> its deployment. */
  const targetOf = (id: string): { readonly key: string; readonly deployment: Deployment } | undefined => {
    const prefix = `${workspaceId(scope)}/onlineendpoints/`.toLowerCase();
    const [endpoint = '', type, name = '', ...rest] = id.toLowerCase().slice(prefix.length).split('/');
    if (!id.toLowerCase().startsWith(prefix) || type !== 'deployments' || rest.length > 0) return undefined;
    const deployment = find(endpoint, name);
    return deployment && { key: `${endpoint}/${name}`, deployment };
  };

  const measure = (): void => {
    for (const endpoint of endpoints.all())
      for (const deployment of endpoint.deployments.values()) {
        const key = `${endpoint.name}/${deployment.name}`;
        const capacity = instancesOf(deployment);
        store.gauge(key, 'DeploymentCapacity', capacity);
        const cpu = deployment.running?.cpuMilliseconds?.();
        const at = time.now().getTime();
        const before = used.get(key);
        if (cpu === undefined) continue;
        used.set(key, { cpu, at });
        // One process stands for all instances: what it needs is shared among them.
        if (before && at > before.at && cpu >= before.cpu)
          store.gauge(
            key,
            'CpuUtilizationPercentage',
            ((cpu - before.cpu) / (at - before.at) / capacity) * 100,
          );
      }
  };

  const readingsOf = (key: string, { metricTrigger }: AutoscaleRule): readonly Reading[] => {
    const end = Math.floor(time.now().getTime() / minuteMs) * minuteMs;
    const readings: Reading[] = [];
    for (
      let minute = end - (minutesOf(metricTrigger.timeWindow) - 1) * minuteMs;
      minute <= end;
      minute += minuteMs
    ) {
      const found = store.samples(key, metricTrigger.metricName, minute);
      if (found) readings.push({ ...found, average: found.total / found.count });
    }
    return readings;
  };

  const scale = (stored: StoredSetting): void => {
    const target = targetOf(stored.setting.properties.targetResourceUri);
    if (!target || target.deployment.busy) return;
    const { key, deployment } = target;
    const capacity = instancesOf(deployment);
    const now = time.now().getTime();
    const readings = (rule: AutoscaleRule) => readingsOf(key, rule);
    const wanted = wantedCapacity(stored.setting, { capacity, now, scaledAt: stored.scaledAt, readings });
    if (wanted === capacity) return;
    stored.scaledAt = now;
    deployment.request = {
      ...deployment.request,
      sku: { name: 'Default', ...deployment.request.sku, capacity: wanted },
    };
    log(`azure-monitor: ${key} goes from ${capacity} to ${wanted} instances`);
  };

  const round = (): void => {
    measure();
    for (const stored of settings.values()) scale(stored);
  };

  const rounds = async (): Promise<void> => {
    try {
      for (;;) {
        await time.wait(roundMs, closing.signal);
        round();
      }
    } catch (error) {
      if (!closing.signal.aborted) throw error;
    }
  };
  let running: Promise<void> | undefined;

  return {
    operations: [
      ...autoscaleOperations({ scope, settings, canScale: (id) => targetOf(id) !== undefined }),
      ...inWorkspace(
        scope,
        metricsOperations({
          scope,
          store,
          exists: (endpoint, deployment) =>
            deployment === undefined
              ? endpoints.find(endpoint) !== undefined
              : find(endpoint, deployment) !== undefined,
        }),
      ),
    ],
    round,
    start() {
      running ??= rounds();
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}
