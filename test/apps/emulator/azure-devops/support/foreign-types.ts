// Artifact types in the shapes that other published extensions have: build servers, repositories, package stores.
// The text is our own; what is taken over is how they use named data sources, helpers, paging and header templates.

const required = { isRequired: true, dataType: 'string', maxLength: 300 };
const input = (id: string, ...dependencyInputIds: string[]): Record<string, unknown> => ({
  id,
  name: id,
  inputMode: 'Combo',
  hasDynamicValueInformation: true,
  ...(dependencyInputIds.length === 0 ? {} : { dependencyInputIds }),
  validation: required,
});
const scheme = (kind: string, ...headers: Record<string, string>[]): Record<string, unknown> => ({
  type: `ms.vss-endpoint.endpoint-auth-scheme-${kind}`,
  ...(headers.length === 0 ? {} : { headers }),
});

function endpoint(name: string, properties: Record<string, unknown>): Record<string, unknown> {
  return {
    id: `${name}-endpoint-type`,
    type: 'ms.vss-endpoint.service-endpoint-type',
    targets: ['ms.vss-endpoint.endpoint-types'],
    properties: { name, displayName: name, ...properties },
  };
}

/** TeamCity's way: named data sources with filters, relaxed JSON, folders told by `if`. */
export const buildServer = {
  endpoint: endpoint('buildserver', {
    dataSources: [
      {
        name: 'Projects',
        endpointUrl: '{{endpoint.url}}app/projects',
        resultSelector: "jsonpath:$.project[?(@.id!='_Root')]",
      },
      {
        name: 'Builds',
        endpointUrl: '{{endpoint.url}}app/types/{{definition}}/builds',
        resultSelector: "jsonpath:$.build[?(@.status=='SUCCESS')]",
      },
      {
        name: 'Files',
        endpointUrl: '{{endpoint.url}}app/builds/id:{{version}}/files/{{itemPath}}',
        resultSelector: 'jsonpath:$.file[*]',
      },
    ],
    authenticationSchemes: [scheme('basic')],
  }),
  type: {
    name: 'BuildServer',
    displayName: 'Build server',
    endpointTypeId: 'buildserver',
    uniqueSourceIdentifier: '{{connection}}:{{project}}:{{definition}}',
    artifactType: 'Build',
    downloadTaskId: 'aaaaaaaa-0000-4000-8000-000000000001',
    inputDescriptors: [
      input('connection'),
      input('project', 'connection'),
      input('definition', 'connection', 'project'),
    ],
    dataSourceBindings: [
      {
        target: 'project',
        dataSourceName: 'Projects',
        resultTemplate: '{ Value : "{{id}}", DisplayValue : "{{{name}}} ({{{id}}})" }',
      },
      {
        target: 'versions',
        dataSourceName: 'Builds',
        resultTemplate: '{ Value : "{{id}}", DisplayValue : "{{{number}}}" }',
      },
      {
        target: 'artifactDetails',
        resultTemplate: '{ Name: "{{version}}", downloadUrl : "{{endpoint.url}}get?id={{version}}" }',
      },
      {
        target: 'artifacts',
        dataSourceName: 'Files',
        resultTemplate:
          '{ Value : "{{#if itemPath}}{{{itemPath}}}/{{{name}}}{{else}}{{{name}}}{{/if}}", DisplayValue : "{{{name}}}", data: { artifactType: "{{#if children}}folder{{else}}archive{{/if}}" } }',
      },
    ],
    browsableArtifactTypeMapping: { folder: 'artifactItems' },
  },
};

/** Bitbucket's way: a header template, and a template that renders the whole array itself. */
export const repositoryHost = {
  endpoint: endpoint('repositoryhost', {
    dataSources: [
      {
        name: 'Commits',
        endpointUrl: '{{{endpoint.url}}}/2.0/{{{definition}}}/commits/{{{branch}}}',
        resultSelector: 'jsonpath:$.values[*]',
      },
    ],
    authenticationSchemes: [
      scheme('token', {
        name: 'Authorization',
        value: 'Basic {{ #base64 endpoint.username ":" endpoint.apitoken }}',
      }),
    ],
  }),
  type: {
    name: 'RepositoryHost',
    displayName: 'Repository host',
    endpointTypeId: 'repositoryhost',
    uniqueSourceIdentifier: '{{connection}}:{{definition}}:{{branch}}',
    artifactType: 'SourceControl',
    downloadTaskId: 'aaaaaaaa-0000-4000-8000-000000000001',
    inputDescriptors: [
      input('connection'),
      input('definition', 'connection'),
      input('branch', 'connection', 'definition'),
    ],
    dataSourceBindings: [
      {
        target: 'versions',
        dataSourceName: 'Commits',
        resultTemplate: '{ Value : "{{hash}}", DisplayValue : "{{{hash}}}" }',
      },
      {
        target: 'artifacts',
        endpointUrl: '{{{endpoint.url}}}/1.0/{{{definition}}}/src/{{{branch}}}//',
        resultTemplate:
          '[ {{#directories}} { "value" : "{{{this}}}", "displayValue" : "{{{this}}}", "data" : { "artifactType": "folder" } }{{#unless @last}},{{/unless}} {{/directories}} {{#files}} , { "value" : "{{this.path}}", "displayValue" : "{{{this.path}}}" } {{/files}} ]',
      },
    ],
  },
};

/** ExternalTfs's way: paging by a header, macros with three braces around a section. */
export const otherServer = {
  endpoint: endpoint('otherserver', {
    authenticationSchemes: [scheme('token', { name: 'X-Token', value: '{{endpoint.apitoken}}' })],
  }),
  type: {
    name: 'OtherServer',
    displayName: 'Other server',
    endpointTypeId: 'OtherServer',
    uniqueSourceIdentifier: '{{connection}}:{{definition}}',
    artifactType: 'Build',
    inputDescriptors: [input('connection'), input('definition', 'connection')],
    dataSourceBindings: [
      {
        target: 'definition',
        endpointUrl:
          '{{endpoint.url}}/_apis/definitions?name=*{{name}}*&$top=500&continuationToken={{{continuationToken}}}',
        resultSelector: "jsonpath:$.value[?(@.quality=='definition')]",
        resultTemplate: '{ Value : "{{id}}", DisplayValue : "{{{name}}}" }',
        callbackContextTemplate: '{"continuationToken" : "{{{headers.x-ms-continuationtoken}}}"}',
        callbackRequiredTemplate:
          '{{{#headers.x-ms-continuationtoken}}}true{{{/headers.x-ms-continuationtoken}}}',
        initialContextTemplate: '{"continuationToken" : "{{{system.utcNow}}}"}',
      },
      { target: 'artifactDetails', resultTemplate: '{ Name: "{{name}}" }' },
    ],
  },
};

/** JFrog's way: category Package, versions cut out of addresses with `regex`. */
export const packageStore = {
  endpoint: endpoint('packagestore', {
    dataSources: [
      {
        name: 'Numbers',
        endpointUrl: '{{endpoint.url}}/api/build/{{definition}}',
        resultSelector: 'jsonpath:$.buildsNumbers[*]',
      },
    ],
    authenticationSchemes: [
      scheme('token', { name: 'Authorization', value: 'Bearer {{ endpoint.apitoken }}' }),
    ],
  }),
  type: {
    name: 'PackageStore',
    displayName: 'Package store',
    endpointTypeId: 'packagestore',
    uniqueSourceIdentifier: '{{connection}}:{{definition}}:{{buildNumber}}',
    artifactType: 'Package',
    inputDescriptors: [input('connection'), input('definition', 'connection')],
    dataSourceBindings: [
      {
        target: 'versions',
        dataSourceName: 'Numbers',
        resultTemplate:
          '{ "Value" : "{{{ #regex /?(.*$) uri}}}", "DisplayValue" : "{{{ #regex /?(.*$) uri}}}" }',
      },
    ],
  },
};
