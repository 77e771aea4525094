// The fixture's artifact type with a trigger: its hooks are event subscriptions of the fake Azure.
import { modelArtifactType } from './fake-azure.ts';

const subscriptions =
  '{{{endpoint.url}}}/subscriptions/{{{endpoint.subscriptionId}}}/resourceGroups/{{{resourceGroup}}}/providers/Microsoft.MachineLearningServices/workspaces/{{{workspace}}}/providers/Microsoft.EventGrid/eventSubscriptions';
const one = `${subscriptions}/{{{webHookName}}}?api-version=2022-06-15`;

export const signatureHeader = 'X-Fixture-Signature';

const triggerConfiguration = {
  isTriggerSupported: true,
  payloadHashHeaderName: signatureHeader,
  webhookPayloadMapping: {
    definition: '{{{definition}}}',
    version: '{{{version}}}',
    resourceGroup: '{{{resourceGroup}}}',
    workspace: '{{{workspace}}}',
  },
};

const hookBindings: readonly Record<string, unknown>[] = [
  {
    target: 'createwebhook',
    requestVerb: 'PUT',
    resultSelector: 'jsonpath:$',
    endpointUrl: one,
    requestContent:
      '{ "payloadUrl": "{{{payloadUrl}}}", "secret": "{{{secret}}}", "webHookId": "{{{webHookId}}}" }',
  },
  {
    target: 'listwebhook',
    endpointUrl: `${subscriptions}?api-version=2022-06-15`,
    resultSelector: 'jsonpath:$.value[*]',
    resultTemplate: '{ "Value": "{{{payloadUrl}}}", "DisplayValue": "{{{name}}}" }',
  },
  { target: 'deletewebhook', requestVerb: 'DELETE', resultSelector: 'none', endpointUrl: one },
];

/** `bindings` replace those of the same target. */
export function triggeredType(
  downloadTaskId: string,
  configuration: Record<string, unknown> = {},
  bindings: readonly Record<string, unknown>[] = [],
): Record<string, unknown> {
  const plain = modelArtifactType(downloadTaskId);
  const replaced = new Set(bindings.map(({ target }) => target));
  return {
    ...plain,
    yamlInputMapping: { source: 'definition', version: 'version' },
    artifactTriggerConfiguration: { ...triggerConfiguration, ...configuration },
    dataSourceBindings: [
      ...(plain['dataSourceBindings'] as Record<string, unknown>[]),
      ...hookBindings.filter(({ target }) => !replaced.has(target)),
      ...bindings,
    ],
  };
}
