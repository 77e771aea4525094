// Building in the registry: an address to upload the source to, runs, and where their log lies.
import { randomUUID } from 'node:crypto';
import { param, type Operation } from '../arm/operation.ts';
import type { WorkspaceScope } from '../azure-ml/scope.ts';
import { scheduleRunBody } from './build-schemas.ts';
import { parseRegistryBody, registryErrors } from './registry-error.ts';
import { containerRegistryId, containerRegistryRoute, registryProvider } from './registry-scope.ts';
import { pageOfRuns } from './run-list.ts';
import type { Run, RunTable } from './runs.ts';

/** Holds uploaded sources and logs; in Azure they lie in a storage account of the service. */
export const buildContainer = 'registry-tasks';

export interface BuildStorage {
  readonly url: string;
  write(container: string, name: string, content: string): Promise<void>;
  uploadSas(container: string): string;
  readSas(container: string): string;
}

export interface BuildOperationsOptions {
  readonly scope: WorkspaceScope;
  readonly runs: RunTable;
  readonly storage: BuildStorage;
}

function viewOf(scope: WorkspaceScope, run: Run): object {
  const { runId, request, status, createTime, startTime, finishTime, outputImages, runErrorMessage } = run;
  return {
    id: `${containerRegistryId(scope)}/runs/${runId}`,
    name: runId,
    type: `${registryProvider}/registries/runs`,
    properties: {
      runId,
      status,
      runType: 'QuickBuild',
      createTime,
      lastUpdatedTime: finishTime ?? startTime ?? createTime,
      ...(startTime === undefined ? {} : { startTime }),
      ...(finishTime === undefined ? {} : { finishTime }),
      ...(outputImages === undefined ? {} : { outputImages }),
      ...(runErrorMessage === undefined ? {} : { runErrorMessage }),
      platform: request.platform,
      agentConfiguration: request.agentConfiguration ?? { cpu: 2 },
      provisioningState: /Failed|Timeout/.test(status) ? 'Failed' : 'Succeeded',
      isArchiveEnabled: request.isArchiveEnabled,
    },
  };
}

export function buildOperations({ scope, runs, storage }: BuildOperationsOptions): readonly Operation[] {
  return [
    {
      method: 'POST',
      path: `${containerRegistryRoute}/listBuildSourceUploadUrl`,
      query: [],
      handle: ({ now }) => {
        const day = now.toISOString().slice(0, 10).replaceAll('-', '');
        const relativePath = `source/${day}/${randomUUID()}.tar.gz`;
        const uploadUrl = `${storage.url}/${buildContainer}/${relativePath}?${storage.uploadSas(buildContainer)}`;
        return { status: 200, body: { uploadUrl, relativePath } };
      },
    },
    {
      method: 'POST',
      path: `${containerRegistryRoute}/scheduleRun`,
      query: [],
      handle: ({ body }) => {
        const type = (body as { type?: unknown } | undefined)?.type;
        if (type === 'TaskRunRequest' || type === 'FileTaskRunRequest' || type === 'EncodedTaskRunRequest')
          throw registryErrors.notEmulated(`A ${type}`);
        const run = runs.start(parseRegistryBody(scheduleRunBody, body));
        return { status: 200, body: viewOf(scope, run) };
      },
    },
    {
      method: 'GET',
      path: `${containerRegistryRoute}/runs`,
      query: ['$top', '$filter', '$skiptoken'],
      handle: (call) => {
        const { runs: page, ...link } = pageOfRuns(runs.all(), call);
        return { status: 200, body: { value: page.map((run) => viewOf(scope, run)), ...link } };
      },
    },
    {
      method: 'GET',
      path: `${containerRegistryRoute}/runs/:runId`,
      query: [],
      handle: (call) => ({ status: 200, body: viewOf(scope, runs.find(param(call, 'runId'))) }),
    },
    {
      method: 'POST',
      path: `${containerRegistryRoute}/runs/:runId/listLogSasUrl`,
      query: [],
      handle: async (call) => {
        const run = runs.find(param(call, 'runId'));
        const name = `logs/${run.runId}/rawtext.log`;
        await storage.write(buildContainer, name, run.log);
        const logLink = `${storage.url}/${buildContainer}/${name}?${storage.readSas(buildContainer)}`;
        return { status: 200, body: { logLink } };
      },
    },
  ];
}
