// The resource areas and the locations (GUID, route template, versions) that clients ask for before any call.
// The GUIDs are those azure-devops-node-api 17.0.1 sends; the templates are the documented REST routes.

export interface ResourceLocation {
  readonly id: string;
  readonly area: string;
  readonly resourceName: string;
  readonly routeTemplate: string;
  readonly resourceVersion: number;
  readonly minVersion: string;
  readonly maxVersion: string;
  readonly releasedVersion: string;
}

export interface ResourceArea {
  readonly id: string;
  readonly name: string;
}

export const resourceAreas: readonly ResourceArea[] = [
  { id: '79134c72-4a58-4b42-976c-04e7115f32bf', name: 'core' },
  { id: 'efc2f575-36ef-48e9-b672-0c6fb4a48ac5', name: 'Release' },
  { id: '1814ab31-2f4f-4a9f-8761-f4d77dc5a5d7', name: 'serviceendpoint' },
  { id: '5264459e-e5e0-4bd8-b118-0985e68a4ec5', name: 'pipelines' },
  { id: '965220d5-5bb9-42cf-8d67-9b146df2a5a4', name: 'build' },
  { id: 'a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd', name: 'distributedtask' },
];

type Row = readonly [id: string, area: string, resourceName: string, routeTemplate: string, version: number];

const release = '{project}/_apis/{area}';
const releases = `${release}/releases/{releaseId}`;
const pipelines = '{project}/_apis/{area}';
const rows: readonly Row[] = [
  ['e81700f7-3be2-46de-8624-2eb35882fcaa', 'Location', 'ResourceAreas', '_apis/{resource}/{areaId}', 1],
  ['00d9565f-ed9c-4a06-9a50-00e7896ccab4', 'Location', 'ConnectionData', '_apis/{resource}', 1],
  ['603fe2ac-9723-48b9-88ad-09305aa6c6e1', 'core', 'projects', '_apis/{resource}/{*projectId}', 4],
  [
    'e85f1c62-adfc-4b74-b618-11a150fb195e',
    'serviceendpoint',
    'endpoints',
    '{project}/_apis/{area}/{resource}/{endpointId}',
    4,
  ],
  [
    '14e48fdc-2c8b-41ce-a0c3-e26f6cc55bd0',
    'serviceendpoint',
    'endpoints',
    '_apis/{area}/{resource}/{endpointId}',
    4,
  ],
  [
    '60aac929-f0cd-4bc8-9ce4-6b30e8f1b1bd',
    'distributedtask',
    'tasks',
    '_apis/{area}/{resource}/{taskId}/{versionString}',
    1,
  ],
  [
    'd8f96f24-8ea7-4cb6-baab-2df8fc515665',
    'Release',
    'definitions',
    `${release}/{resource}/{definitionId}`,
    4,
  ],
  ['a166fde7-27ad-408e-ba75-703c2cc9d500', 'Release', 'releases', `${release}/{resource}/{releaseId}`, 9],
  [
    'a7e426b1-03dc-48af-9dfe-c98bac612dcb',
    'Release',
    'environments',
    `${releases}/{resource}/{environmentId}`,
    8,
  ],
  ['b005ef73-cddc-448e-9ba2-5193bf36b19f', 'Release', 'deployments', `${release}/{resource}`, 2],
  ['c5b602b6-d1b3-4363-8a51-94384f78068f', 'Release', 'tags', `${releases}/{resource}/{*tag}`, 1],
  ['86cee25a-68ba-4ba3-9171-8ad6ffc6df93', 'Release', 'tags', `${release}/{resource}`, 1],
  ['c37fbab5-214b-48e4-a55b-cb6b4f6e4038', 'Release', 'logs', `${releases}/{resource}`, 2],
  [
    '17c91af7-09fd-4256-bff1-c24ee4f73bc0',
    'Release',
    'logs',
    `${releases}/environments/{environmentId}/deployPhases/{releaseDeployPhaseId}/tasks/{taskId}/{resource}`,
    2,
  ],
  [
    'e71ba1ed-c0a4-4a28-a61f-2dd5f68cf3fd',
    'Release',
    'logs',
    `${releases}/environments/{environmentId}/tasks/{taskId}/{resource}`,
    2,
  ],
  [
    '36b276e0-3c70-4320-a63c-1a2e1466a0d1',
    'Release',
    'tasks',
    `${releases}/environments/{environmentId}/{resource}`,
    2,
  ],
  [
    'a4d06688-0dfa-4895-82a5-f43ec9452306',
    'Release',
    'attachments',
    `${releases}/environments/{environmentId}/attempts/{attemptId}/plan/{planId}/{resource}/{type}`,
    1,
  ],
  ['8efc2a3c-1fc8-4f6d-9822-75e98cecb48f', 'Release', 'types', `${release}/artifacts/{resource}`, 1],
  ['30fc787e-a9e0-4a07-9fbc-3e903aa051d2', 'Release', 'versions', `${release}/artifacts/{resource}`, 1],
  [
    '71dd499b-317d-45ea-9134-140ea1932b5e',
    'Release',
    'inputvaluesquery',
    `${release}/artifacts/{resource}`,
    1,
  ],
  [
    'dbeaf647-6167-421a-bda9-c9327b25e2e6',
    'build',
    'definitions',
    '{project}/_apis/{area}/{resource}/{definitionId}',
    7,
  ],
  [
    '0cd358e1-9217-4d94-8269-1c1ee6f93dcf',
    'build',
    'builds',
    '{project}/_apis/{area}/{resource}/{buildId}',
    7,
  ],
  [
    '6e6114b2-8161-44c8-8f6c-c5505782427f',
    'build',
    'tags',
    '{project}/_apis/{area}/builds/{buildId}/{resource}/{*tag}',
    3,
  ],
  ['28e1305e-2afe-47bf-abaf-cbb0e6a91988', 'pipelines', 'pipelines', `${pipelines}/{pipelineId}`, 1],
  [
    '7859261e-d2e9-4a68-b820-a5d84cc5bb3d',
    'pipelines',
    'runs',
    `${pipelines}/{pipelineId}/{resource}/{runId}`,
    1,
  ],
  ['53df2d18-29ea-46a9-bee0-933540f80abf', 'pipelines', 'preview', `${pipelines}/{pipelineId}/{resource}`, 1],
  [
    'fb1b6d27-3957-43d5-a14b-a2d70403e545',
    'pipelines',
    'logs',
    `${pipelines}/{pipelineId}/runs/{runId}/{resource}/{logId}`,
    1,
  ],
];

export const resourceLocations: readonly ResourceLocation[] = rows.map(
  ([id, area, resourceName, routeTemplate, resourceVersion]) => ({
    id,
    area,
    resourceName,
    routeTemplate,
    resourceVersion,
    minVersion: '1.0',
    maxVersion: '7.2',
    releasedVersion: '7.1',
  }),
);
