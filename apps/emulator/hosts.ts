// What runs the models of the stack: Python environments, containers, servers of deployments, batch jobs.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchHost } from './azure-ml/batch/batch-host.ts';
import type { ScoringHost } from './azure-ml/online/scoring-host.ts';
import type { TelemetryAddress } from './azure-monitor/application-insights.ts';
import type { ObservedRequest } from './azure-monitor/metric-store.ts';
import { chooseRuntime } from './container-runtime/choose-runtime.ts';
import type { ContainerRuntime } from './container-runtime/container-runtime.ts';
import type { Ground } from './ground.ts';
import type { Teardown } from './kernel/teardown.ts';
import { createBatchHost } from './scoring/batch/batch-host.ts';
import { createPythonEnvironments, type PythonEnvironments } from './scoring/python-environments.ts';
import { createScoringHost } from './scoring/scoring-host.ts';
import type { StackOptions } from './stack-options.ts';
import type { BlobStorage } from './storage/blob-storage.ts';

export interface RuntimesOptions extends Pick<
  StackOptions,
  'cacheDir' | 'python' | 'env' | 'containers' | 'log'
> {
  readonly ground: Ground;
  readonly teardown: Teardown;
}

export interface Runtimes {
  readonly environments: PythonEnvironments;
  /** Runs what container groups and IoT Edge devices have, too. */
  readonly runtime: ContainerRuntime;
}

export interface HostsOptions extends Runtimes {
  readonly ground: Ground;
  readonly storage: BlobStorage;
  readonly random: () => number;
  /** Where the workspace's telemetry goes. */
  readonly telemetry: TelemetryAddress;
  /** Told about each request that a deployment answered. */
  readonly observe: (request: ObservedRequest) => void;
}

export interface Hosts {
  readonly host: ScoringHost;
  readonly batchHost: BatchHost;
}

const deploymentsOf = ({ directories }: Ground): string => join(directories.run, 'deployments');

export async function chooseRuntimes(options: RuntimesOptions): Promise<Runtimes> {
  const { ground, teardown, env, log } = options;
  const directory = deploymentsOf(ground);
  await mkdir(directory);
  const environments = createPythonEnvironments({ ...ground, ...options, python: options.python, directory });
  const runtime = await chooseRuntime({
    ...{ mode: options.containers ?? 'process', env, log, environments, processes: ground.processes },
    directory: join(ground.directories.run, 'containers'),
  });
  teardown.add('container-runtime', () => runtime.close());
  return { environments, runtime };
}

export async function createHosts(options: HostsOptions): Promise<Hosts> {
  const { ground } = options;
  const jobs = join(ground.directories.run, 'jobs');
  await mkdir(jobs);
  const hosting = { ...ground, ...options, faults: ground.control.deploymentFaults };
  return {
    host: createScoringHost({ ...hosting, directory: deploymentsOf(ground) }),
    batchHost: createBatchHost({ ...hosting, directory: jobs }),
  };
}
