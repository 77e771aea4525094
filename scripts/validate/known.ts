// What Azure DevOps and its marketplace know by name. Sources: Microsoft's manifest reference, contribution targets reference and
// tasks.schema.json, as of 2026.

export const categories = [
  'Azure Repos',
  'Azure Boards',
  'Azure Pipelines',
  'Azure Test Plans',
  'Azure Artifacts',
];

export const installationTargets = [
  'Microsoft.VisualStudio.Services',
  'Microsoft.VisualStudio.Services.Cloud',
  'Microsoft.TeamFoundation.Server',
];

/** Contribution type -> the targets it may name. Only the types this extension may use. */
export const contributionTypes: Readonly<Record<string, readonly string[]>> = {
  'ms.vss-distributed-task.task': ['ms.vss-distributed-task.tasks'],
  'ms.vss-releaseartifact.release-artifact-type': ['ms.vss-releaseartifact.artifact-types'],
  'ms.vss-endpoint.service-endpoint-type': ['ms.vss-endpoint.endpoint-types'],
  'ms.vss-web.hub': ['ms.vss-build-web.build-release-hub-group', 'ms.vss-web.project-admin-hub-group'],
  'ms.vss-build-web.build-results-tab': ['ms.vss-build-web.build-results-view'],
  'ms.vss-dashboards-web.widget': ['ms.vss-dashboards-web.widget-catalog'],
};

/** Scopes an extension may ask its installer for. */
export const scopes = [
  'vso.analytics',
  'vso.build',
  'vso.build_execute',
  'vso.code',
  'vso.code_manage',
  'vso.code_status',
  'vso.code_write',
  'vso.extension',
  'vso.extension.data',
  'vso.extension.data_write',
  'vso.extension_manage',
  'vso.graph',
  'vso.graph_manage',
  'vso.identity',
  'vso.identity_manage',
  'vso.loadtest',
  'vso.loadtest_write',
  'vso.packaging',
  'vso.packaging_manage',
  'vso.packaging_write',
  'vso.profile',
  'vso.profile_write',
  'vso.project',
  'vso.project_manage',
  'vso.project_write',
  'vso.release',
  'vso.release_execute',
  'vso.release_manage',
  'vso.security_manage',
  'vso.serviceendpoint',
  'vso.serviceendpoint_manage',
  'vso.serviceendpoint_query',
  'vso.symbols',
  'vso.symbols_manage',
  'vso.symbols_write',
  'vso.taskgroups_manage',
  'vso.taskgroups_read',
  'vso.taskgroups_write',
  'vso.test',
  'vso.test_write',
  'vso.variablegroups_manage',
  'vso.variablegroups_read',
  'vso.variablegroups_write',
  'vso.wiki',
  'vso.wiki_write',
  'vso.work',
  'vso.work_full',
  'vso.work_write',
];

/** Handlers that every task must list: Node24, and Node20_1 for agents that have no Node 24. */
export const requiredHandlers = ['Node24', 'Node20_1'];

/** Handlers that the agent loses in November 2026. */
export const removedHandlers = ['Node', 'Node6', 'Node10', 'Node16'];

/** The first agent that has Node 24 as a handler. An older agent is updated before it runs the task. */
export const agentWithNode24 = '4.265.1';

/** Controls of a task input; `connectedService:<type>` comes on top. */
export const inputTypes = ['boolean', 'filePath', 'multiLine', 'pickList', 'radio', 'secureFile', 'string'];

/** Category of a task in the catalogue of Azure DevOps. */
export const taskCategories = ['Build', 'Utility', 'Test', 'Package', 'Deploy'];

/** Parameters that the server adds to a trigger's calls itself; an input or key of the same name breaks saving a release definition. */
export const triggerParameters = ['webHookName', 'webHookId', 'payloadUrl', 'secret'];
