// Identity, Azure Resource Manager and Azure ML without storage and processes: a scoring host in memory, a clock that
// waits only when told.
import { randomUUID } from 'node:crypto';
import type { Operation } from '../../../../apps/emulator/arm/operation.ts';
import { createControl, type Control } from '../../../../apps/emulator/arm/control.ts';
import type { Exchange } from '../../../../apps/emulator/arm/recorder.ts';
import { createRecorder } from '../../../../apps/emulator/arm/recorder.ts';
import { resourceOperations } from '../../../../apps/emulator/arm/resources.ts';
import { startArm } from '../../../../apps/emulator/arm/server.ts';
import { startApplicationInsights } from '../../../../apps/emulator/azure-monitor/application-insights.ts';
import {
  createAzureMonitor,
  type AzureMonitor,
} from '../../../../apps/emulator/azure-monitor/azure-monitor.ts';
import { MetricStore } from '../../../../apps/emulator/azure-monitor/metric-store.ts';
import { createAzureMl, type AzureMlOptions } from '../../../../apps/emulator/azure-ml/azure-ml.ts';
import { OperationFailure } from '../../../../apps/emulator/azure-ml/long-running.ts';
import type {
  DeploymentSpec,
  EndpointView,
  GatewayPlace,
  ScoringHost,
} from '../../../../apps/emulator/azure-ml/online/scoring-host.ts';
import { MemoryBatchHost } from './memory-batch-host.ts';
import { startIdentity, type Identity } from '../../../../apps/emulator/identity/server.ts';
import { createCertificateAuthority } from '../../../../apps/emulator/kernel/certificate-authority.ts';
import { GapList } from '../../../../apps/emulator/kernel/gap-list.ts';
import { httpsCall } from '../../../../apps/emulator/kernel/https-client.ts';
import { HeldTime } from './held-time.ts';
import { tokenFor } from './sign-in.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

/** A host that starts nothing, and fails for the deployments whose entry script says so. */
export class MemoryHost implements ScoringHost {
  readonly started: DeploymentSpec[] = [];
  readonly stopped: string[] = [];
  readonly views = new Map<string, () => EndpointView>();

  openGateway({ endpoint }: GatewayPlace, view: () => EndpointView) {
    this.views.set(endpoint, view);
    return Promise.resolve({
      baseUrl: `https://localhost:1/${endpoint}`,
      close: () => {
        this.views.delete(endpoint);
        return Promise.resolve();
      },
    });
  }

  start(spec: DeploymentSpec) {
    if (spec.serving.kind === 'script' && spec.serving.code.scoringScript === 'broken.py')
      return Promise.reject(new OperationFailure('ResourceNotReady', 'User container has crashed.'));
    this.started.push(spec);
    return Promise.resolve({
      port: 1,
      protocol: 'script' as const,
      isUp: () => true,
      stop: () => {
        this.stopped.push(spec.deployment);
        return Promise.resolve();
      },
    });
  }
}

export interface ArmService {
  readonly identity: Identity;
  readonly control: Control;
  readonly gaps: GapList;
  readonly host: MemoryHost;
  readonly batchHost: MemoryBatchHost;
  readonly time: HeldTime;
  readonly url: string;
  readonly caPem: string;
  readonly scope: {
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly workspace: string;
    readonly registry: string;
  };
  /** The ARM path of the workspace. */
  readonly workspace: string;
  /** The ARM path of the registry. */
  readonly registry: string;
  /** Every operation of Azure ML and of resources, and every exchange so far. */
  readonly operations: readonly Operation[];
  readonly exchanges: readonly Exchange[];
  /** What Azure Monitor measures; nothing is measured by itself. */
  readonly metrics: MetricStore;
  readonly monitor: Pick<AzureMonitor, 'round'>;
  token(resource?: string, client?: { clientId: string; clientSecret: string }): Promise<string>;
  /** A call with a valid token; `path` is relative to the workspace unless it begins with a slash or https. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Reply>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly apiVersion?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent instead of the valid token; null for none. */
  readonly token?: string | null;
}

export async function startArmService(
  settings: Partial<Pick<AzureMlOptions, 'allowDotsInModelNames' | 'modelRegistered' | 'dataReference'>> & {
    /** False: the workspace has none. */
    readonly applicationInsights?: boolean;
  } = {},
): Promise<ArmService> {
  const authority = await createCertificateAuthority(new Date());
  const { caPem } = authority;
  const gaps = new GapList();
  const control = createControl();
  const time = new HeldTime();
  const host = new MemoryHost();
  const batchHost = new MemoryBatchHost();
  const common = { port: 0, certificate: await authority.issueForLocalhost(), caPem, gaps };
  const identity = await startIdentity({ ...common, now: () => time.now() });
  control.rights.grant(identity.client.objectId);
  const scope = {
    tenantId: identity.tenantId,
    subscriptionId: randomUUID(),
    subscriptionName: 'Test',
    resourceGroup: 'ml-test',
    location: 'westeurope',
    workspace: 'test',
    workspaceId: randomUUID(),
    // The name of the workspace too: nothing of the one may turn up in the other.
    registry: 'test',
    ...(settings.applicationInsights === false ? {} : { applicationInsights: 'test-insights' }),
  };
  const failures: string[] = [];
  const ml = createAzureMl({
    scope,
    storage: {
      accountName: 'account',
      accountKey: 'bm90IGEga2V5',
      endpoint: '127.0.0.1:1',
      url: 'https://127.0.0.1:1/account',
      createContainer: () => Promise.resolve(),
      uploadSas: (container) => `sig=for-${container}`,
      readSas: (container) => `sig=to-read-${container}`,
    },
    host,
    batchHost,
    time,
    operationMs: 1,
    retryAfterSeconds: 1,
    allowDotsInModelNames: settings.allowDotsInModelNames ?? false,
    checkToken: (token) => identity.check(token),
    ...(settings.dataReference === undefined ? {} : { dataReference: settings.dataReference }),
    ...(settings.modelRegistered === undefined ? {} : { modelRegistered: settings.modelRegistered }),
    log: (line) => failures.push(line),
  });
  // Set by hand to write a recording that the official descriptions can be checked against.
  const file = process.env.EMULATOR_TEST_RECORD;
  const write = file === undefined ? undefined : createRecorder(file);
  const exchanges: Exchange[] = [];
  const metrics = new MetricStore(() => time.now());
  const log = (line: string) => scaled.push(line);
  const scaled: string[] = [];
  const monitor = createAzureMonitor({
    ...{ scope, endpoints: ml.endpoints, store: metrics, time, roundMs: 1, log },
  });
  const insights = await startApplicationInsights({
    ...{ scope, telemetry: control.telemetry, host: '127.0.0.1', now: () => time.now(), log },
  });
  const operations = [...resourceOperations(scope, control.rights), ...ml.operations, ...insights.operations];
  const arm = await startArm({
    ...common,
    authority: identity.authority,
    scope,
    control,
    operations: [...operations, ...monitor.operations],
    checkToken: (token) => identity.check(token),
    record: (exchange) => {
      exchanges.push(exchange);
      write?.(exchange);
    },
    time,
    log: (line) => failures.push(line),
  });
  identity.allowResource(arm.origin);
  const services = `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroup}/providers/Microsoft.MachineLearningServices`;
  const workspace = `${services}/workspaces/${scope.workspace}`;

  const token: ArmService['token'] = (resource = 'https://management.azure.com', client = identity.client) =>
    tokenFor(resource, client, identity, caPem);
  const valid = await token();

  return {
    identity,
    control,
    gaps,
    host,
    batchHost,
    time,
    url: arm.origin,
    caPem,
    scope,
    workspace,
    registry: `${services}/registries/${scope.registry}`,
    operations,
    exchanges,
    metrics,
    monitor,
    token,
    async call(method, path, body, options = {}) {
      const { apiVersion = '2024-04-01', headers = {}, token: given = valid } = options;
      const base = path.startsWith('https:')
        ? path
        : `${arm.origin}${path.startsWith('/') ? path : `${workspace}/${path}`}`;
      const url =
        apiVersion === null || base.includes('api-version=')
          ? base
          : `${base}${base.includes('?') ? '&' : '?'}api-version=${apiVersion}`;
      const answer = await httpsCall({
        method,
        url,
        headers: {
          'content-type': 'application/json',
          ...(given === null ? {} : { authorization: `Bearer ${given}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        caPem,
        timeoutMs: 5_000,
        maxBytes: 10_000_000,
      });
      const text = answer.body.toString();
      return {
        status: answer.status,
        headers: answer.headers,
        body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
      };
    },
    async close() {
      await ml.close();
      await Promise.all([arm.close(), identity.close(), insights.close()]);
      // Operations may fail, the emulator itself may not.
      if (failures.length > 0) throw new Error(`the emulator failed: ${failures.join('\n')}`);
    },
  };
}
