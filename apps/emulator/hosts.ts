// What runs the models of the stack: Python environments, servers of deployments, batch jobs.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchHost } from './azure-ml/batch/batch-host.ts';
import type { ScoringHost } from './azure-ml/online/scoring-host.ts';
import type { TelemetryAddress } from './azure-monitor/application-insights.ts';
import type { ObservedRequest } from './azure-monitor/metric-store.ts';
import type { Ground } from './ground.ts';
import { createBatchHost } from './scoring/batch/batch-host.ts';
import { createPythonEnvironments, type PythonEnvironments } from './scoring/python-environments.ts';
import { createScoringHost } from './scoring/scoring-host.ts';
import type { StackOptions } from './stack-options.ts';
import type { BlobStorage } from './storage/blob-storage.ts';

export interface HostsOptions extends Pick<StackOptions, 'cacheDir' | 'python' | 'env'> {
  readonly ground: Ground;
  readonly storage: BlobStorage;
  readonly random: () => number;
  /** Where the workspace's telemetry goes. */
  readonly telemetry: TelemetryAddress;
  /** Told about each request that a deployment answered. */
  readonly observe: (request: ObservedRequest) => void;
}

export interface Hosts {
  readonly environments: PythonEnvironments;
  readonly host: ScoringHost;
  readonly batchHost: BatchHost;
}

export async function createHosts(options: HostsOptions): Promise<Hosts> {
  const { ground, storage, random, telemetry, observe } = options;
  const directory = join(ground.directories.run, 'deployments');
  const jobs = join(ground.directories.run, 'jobs');
  await mkdir(directory);
  await mkdir(jobs);
  const environments = createPythonEnvironments({ ...ground, ...options, python: options.python, directory });
  const hosting = { ...ground, storage, environments, faults: ground.control.deploymentFaults };
  return {
    environments,
    host: createScoringHost({ ...hosting, random, directory, telemetry, observe }),
    batchHost: createBatchHost({ ...hosting, directory: jobs }),
  };
}
