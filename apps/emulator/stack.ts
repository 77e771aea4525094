// Starts the one-machine stack in this process: identity, storage, Azure Resource Manager with Azure ML, Azure DevOps.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressesOf, writeAddresses, type Addresses } from './addresses.ts';
import type { Control } from './arm/control.ts';
import { createRecorder } from './arm/recorder.ts';
import { resourceOperations } from './arm/resources.ts';
import { startArm } from './arm/server.ts';
import { startApplicationInsights } from './azure-monitor/application-insights.ts';
import { createAzureMonitor } from './azure-monitor/azure-monitor.ts';
import { MetricStore } from './azure-monitor/metric-store.ts';
import { workspaceId, workspaceRoute, type WorkspaceScope } from './azure-ml/scope.ts';
import { inWorkspace } from './azure-ml/workspace.ts';
import { startContainers } from './containers.ts';
import { startTrustedDevOps } from './devops.ts';
import { startEdge } from './edge.ts';
import { createEventGrid, type EventGrid } from './event-grid/event-grid.ts';
import { layGround } from './ground.ts';
import { chooseRuntimes, createHosts } from './hosts.ts';
import type { IotHub } from './iot-hub/server.ts';
import { startIdentity } from './identity/server.ts';
import type { ServerCertificate } from './kernel/certificate-authority.ts';
import type { Gap } from './kernel/gap-list.ts';
import { Teardown } from './kernel/teardown.ts';
import type { StackOptions } from './stack-options.ts';
import { startBlobStorage } from './storage/blob-storage.ts';
import { createWorkspaces } from './workspaces.ts';

export interface Stack {
  readonly addresses: Addresses;
  readonly caPem: string;
  /** For further services on localhost that the stack shall trust, such as a destination of events. */
  readonly certificate: ServerCertificate;
  readonly control: Control;
  /** Its devices, and what their modules print. */
  readonly iotHub: Pick<IotHub, 'hostName' | 'connectionString' | 'edge'>;
  readonly eventGrid: Pick<EventGrid, 'publish' | 'deadLetters' | 'idle'>;
  /** What was asked for and refused, because the stack does not know it. */
  gaps(): readonly Gap[];
  /** Names of the child processes that run. */
  processes(): readonly string[];
  close(): Promise<void>;
}

function newScope(tenantId: string): WorkspaceScope {
  return {
    tenantId,
    subscriptionId: randomUUID(),
    subscriptionName: 'One-machine stack',
    resourceGroup: 'ml-demo',
    location: 'westeurope',
    workspace: 'demo',
    workspaceId: randomUUID(),
    registry: 'demo-models',
    applicationInsights: 'demo-insights',
  };
}

async function build(options: StackOptions, teardown: Teardown): Promise<Omit<Stack, 'close'>> {
  const { log, ports = {}, operationMs = 300, random = Math.random } = options;
  const ground = await layGround(options.stateDir, teardown);
  const { certificate, caPem, caFile, gaps, processes, control, time } = ground;
  const { state, run } = ground.directories;
  const common = { certificate, caPem, gaps };

  const identity = await startIdentity({ ...common, port: ports.identity ?? 0, now: () => time.now() });
  teardown.add('identity', () => identity.close());
  const certificateFile = join(state, 'client.pem');
  await writeFile(certificateFile, identity.client.certificatePem, { mode: 0o600 });
  control.rights.grant(identity.client.objectId);

  const storage = await startBlobStorage({
    ...common,
    port: ports.blob ?? 0,
    directory: join(run, 'storage'),
    processes,
    time,
    log: (line) => log(`azurite: ${line}`),
  });
  const scope = newScope(identity.tenantId);
  const runtimes = await chooseRuntimes({ ...options, ground, teardown });
  const { runtime } = runtimes;
  const telemetry = await startApplicationInsights({
    ...{ scope, host: runtime.hostAddress, telemetry: control.telemetry, now: () => time.now(), log },
  });
  teardown.add('application-insights', () => telemetry.close());
  const metrics = new MetricStore(() => time.now());
  const { host, batchHost } = await createHosts({
    ...{ ...runtimes, ground, storage, random, telemetry },
    observe: (request) => metrics.observe(request),
  });
  const eventGrid = createEventGrid({
    topic: workspaceId(scope),
    route: workspaceRoute,
    caPem,
    time,
    operationMs,
    ...{ retryScale: 1, handshake: 'beforeAnswer', dataCasing: 'PascalCase', ...options.eventGrid },
    delaysOf: (subject) => control.eventFaults.delaysOf(subject),
    log,
  });
  teardown.add('event-grid', () => eventGrid.close());
  const ml = await createWorkspaces({
    scope,
    storage,
    host,
    batchHost,
    time,
    operationMs,
    retryAfterSeconds: 1,
    allowDotsInModelNames: options.allowDotsInModelNames ?? false,
    ...(options.dataReference === undefined ? {} : { dataReference: options.dataReference }),
    ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
    checkToken: (token) => identity.check(token),
    modelRegistered: (model) => eventGrid.modelRegistered(model),
    log,
    teardown,
    secondWorkspace: options.secondWorkspace,
    createContainer: (name) => storage.createContainer(name),
  });
  const containers = await startContainers({ scope, storage, runtime, time, log, random, operationMs });
  teardown.add('containers', () => containers.close());

  const { endpoints } = ml;
  const monitor = createAzureMonitor({ scope, endpoints, store: metrics, time, log, roundMs: 5_000 });
  monitor.start();
  teardown.add('azure-monitor', () => monitor.close());

  const iotHub = await startEdge({
    ...{ ...common, time, log, identity, control, random, runtime, images: containers.images },
    port: ports.iotHub ?? 0,
  });
  teardown.add('iot-hub', () => iotHub.close());

  const record = options.recordFile === undefined ? () => undefined : createRecorder(options.recordFile);
  const arm = await startArm({
    ...common,
    port: ports.arm ?? 0,
    authority: identity.authority,
    scope,
    control,
    operations: [
      ...resourceOperations(scope, control.rights),
      ...ml.operations,
      ...containers.operations,
      ...monitor.operations,
      ...telemetry.operations,
      ...inWorkspace(scope, eventGrid.operations),
    ],
    checkToken: (token) => identity.check(token),
    record,
    time,
    log,
  });
  teardown.add('azure-resource-manager', () => arm.close());
  identity.allowResource(arm.origin);

  const devops =
    options.startDevOps &&
    (await startTrustedDevOps(options.startDevOps, {
      ...{ ground, port: ports.devops ?? 0, identity, armUrl: arm.origin, scope, log, teardown },
    }));

  const addresses = addressesOf({
    caFile,
    certificateFile,
    identity,
    armUrl: arm.origin,
    scope,
    storage,
    devops,
    iotHub,
  });
  await writeAddresses(join(state, 'addresses.json'), addresses);
  return {
    addresses,
    caPem,
    certificate,
    control,
    eventGrid,
    iotHub,
    gaps: () => gaps.entries(),
    processes: () => processes.names(),
  };
}

/**
 * Starts everything. What was started before a failure is ended again.
 *
 * @throws Error saying which part did not start and why
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const teardown = new Teardown(options.log);
  try {
    return { ...(await build(options, teardown)), close: () => teardown.run() };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}
