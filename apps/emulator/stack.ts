// Starts the one-machine stack in this process: identity, storage, Azure Resource Manager with Azure ML, Azure DevOps.
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressesOf, writeAddresses, type Addresses } from './addresses.ts';
import { createControl, type Control } from './arm/control.ts';
import { createRecorder } from './arm/recorder.ts';
import { resourceOperations } from './arm/resources.ts';
import { startArm } from './arm/server.ts';
import type { AzureDevOps, AzureDevOpsOptions } from './azure-devops/server.ts';
import type { AzureMlOptions } from './azure-ml/azure-ml.ts';
import { createAzureMonitor } from './azure-monitor/azure-monitor.ts';
import { MetricStore, type ObservedRequest } from './azure-monitor/metric-store.ts';
import { workspaceId, workspaceRoute, type WorkspaceScope } from './azure-ml/scope.ts';
import { inWorkspace } from './azure-ml/workspace.ts';
import { startContainers } from './containers.ts';
import { startEdge } from './edge.ts';
import { createEventGrid, type EventGrid, type EventGridOptions } from './event-grid/event-grid.ts';
import type { IotHub } from './iot-hub/server.ts';
import { makeDirectories } from './directories.ts';
import { startIdentity } from './identity/server.ts';
import { createCertificateAuthority, type ServerCertificate } from './kernel/certificate-authority.ts';
import { GapList, type Gap } from './kernel/gap-list.ts';
import { ProcessTable } from './kernel/process-table.ts';
import { systemTime } from './kernel/time.ts';
import { Teardown } from './kernel/teardown.ts';
import { createBatchHost } from './scoring/batch/batch-host.ts';
import { createPythonEnvironments } from './scoring/python-environments.ts';
import { createScoringHost } from './scoring/scoring-host.ts';
import { startBlobStorage } from './storage/blob-storage.ts';
import { createWorkspaces } from './workspaces.ts';

/** Starts the Azure DevOps part with what the stack knows; the caller adds extension and runtimes. */
export type DevOpsStarter = (
  options: Pick<
    AzureDevOpsOptions,
    'port' | 'certificate' | 'caPem' | 'caFile' | 'gaps' | 'stateDir' | 'log' | 'azure'
  >,
) => Promise<AzureDevOps>;

export interface StackOptions {
  /** Kept after the end; a temporary directory, removed at the end, when absent. */
  readonly stateDir?: string;
  /** Holds what is worth keeping between runs (virtual environments). */
  readonly cacheDir: string;
  /** Receives every ARM exchange as a line of JSON. */
  readonly recordFile?: string;
  readonly python?: string;
  readonly ports?: {
    readonly identity?: number;
    readonly arm?: number;
    readonly devops?: number;
    readonly blob?: number;
    readonly iotHub?: number;
  };
  /** How long every long-running operation takes at least; 300 milliseconds when absent. */
  readonly operationMs?: number;
  readonly allowDotsInModelNames?: boolean;
  /** With what the registry opens its models' files; a signature of their container when absent. */
  readonly dataReference?: AzureMlOptions['dataReference'];
  /** Models and versions of a page; 30 when absent. */
  readonly pageSize?: number;
  /** Name of a second workspace in the same resource group; none when absent. Its models raise no events. */
  readonly secondWorkspace?: string;
  /** How Event Grid behaves; Azure's own pace and a handshake before the answer when absent. */
  readonly eventGrid?: Partial<Pick<EventGridOptions, 'retryScale' | 'handshake' | 'dataCasing'>>;
  /** The environment that pip and containers take PATH, HOME and LANG from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
  readonly random?: () => number;
  /** Absent: the stack runs without Azure DevOps. */
  readonly startDevOps?: DevOpsStarter;
}

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
  };
}

async function build(options: StackOptions, teardown: Teardown): Promise<Omit<Stack, 'close'>> {
  const { log, ports = {}, operationMs = 300, random = Math.random } = options;
  const time = systemTime;
  const gaps = new GapList();
  const processes = new ProcessTable();
  const control = createControl();
  const { state, run } = await makeDirectories(options.stateDir, teardown);
  teardown.add('processes', () => processes.stopAll());

  const authority = await createCertificateAuthority(time.now());
  const { caPem } = authority;
  const certificate = await authority.issueForLocalhost();
  const caFile = join(state, 'ca.pem');
  await writeFile(caFile, caPem);
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
  const directory = join(run, 'deployments');
  await mkdir(directory);
  const environments = createPythonEnvironments({
    ...options,
    python: options.python,
    processes,
    time,
    directory,
  });
  const faults = control.deploymentFaults;
  const hosting = { ...common, storage, processes, time, environments, faults };
  const metrics = new MetricStore(() => time.now());
  const observe = (request: ObservedRequest) => metrics.observe(request);
  const host = createScoringHost({ ...hosting, random, directory, observe });
  const jobs = join(run, 'jobs');
  await mkdir(jobs);
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
    batchHost: createBatchHost({ ...hosting, directory: jobs }),
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
  const containers = await startContainers({
    ...{ scope, storage, environments, processes, time, log, random },
    directory: join(run, 'containers'),
    operationMs,
  });
  teardown.add('containers', () => containers.close());

  const { endpoints } = ml;
  const monitor = createAzureMonitor({ scope, endpoints, store: metrics, time, log, roundMs: 5_000 });
  monitor.start();
  teardown.add('azure-monitor', () => monitor.close());

  const iotHub = await startEdge({
    ...{ ...common, time, log, identity, control, processes, random, images: containers.images },
    ...{ port: ports.iotHub ?? 0, baseEnv: environments.baseEnv, directory: join(run, 'edge') },
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
      ...inWorkspace(scope, eventGrid.operations),
    ],
    checkToken: (token) => identity.check(token),
    record,
    time,
    log,
  });
  teardown.add('azure-resource-manager', () => arm.close());
  identity.allowResource(arm.origin);

  const { client, tenantId } = identity;
  const devops = await options.startDevOps?.({
    ...common,
    port: ports.devops ?? 0,
    caFile,
    stateDir: run,
    log,
    azure: {
      ...{ armUrl: arm.origin, authority: identity.authority, tenantId },
      ...{
        clientId: client.clientId,
        clientSecret: client.clientSecret,
        certificatePem: client.certificatePem,
      },
      ...{ subscriptionId: scope.subscriptionId, subscriptionName: scope.subscriptionName },
      ...{ resourceGroup: scope.resourceGroup, workspace: scope.workspace, location: scope.location },
    },
  });
  if (devops) {
    teardown.add('azure-devops', () => devops.close());
    identity.trustIssuer({
      issuer: devops.issuer,
      audience: 'api://AzureADTokenExchange',
      acceptsSubject: (subject) => devops.federatedSubjects().includes(subject),
    });
  }

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
