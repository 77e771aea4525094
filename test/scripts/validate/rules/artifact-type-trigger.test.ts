import { artifactTypeTrigger } from '../../../../scripts/validate/rules/artifact-type-trigger.ts';
import { at, binding, file, set, without } from '../../support/artifact-type.ts';
import type { Path } from '../../support/extension.ts';
import { describeRule } from '../../support/negative-case.ts';

const configuration = (...path: Path): Path => at('artifactTriggerConfiguration', ...path);
const mapping = (key: string): Path => configuration('webhookPayloadMapping', key);

describeRule('scripts/validate/rules/artifact-type-trigger.ts', artifactTypeTrigger, [
  {
    fault: 'a trigger without a version',
    file,
    key: mapping('version'),
    sentence: /'version' is missing/,
    remedy: /payload/,
  },
  {
    fault: 'a part of the identity that no event can name',
    file,
    key: mapping('workspace'),
    sentence: /'workspace' is missing.*matched/,
    remedy: /Map 'workspace'/,
  },
  {
    fault: 'a mapping that the server makes itself',
    file,
    key: mapping('PayloadUrl'),
    value: 'u',
    sentence: /'PayloadUrl' of its own/,
    remedy: /another key/,
  },
  {
    fault: 'a category whose trigger the editor does not save',
    file,
    key: at('artifactType'),
    value: 'Package',
    sentence: /'Package'/,
    remedy: /Build/,
  },
  {
    fault: 'events that nobody signs',
    file,
    key: configuration('payloadHashHeaderName'),
    sentence: /could start releases/,
    remedy: /signature/,
  },
  {
    fault: 'a trigger without its calls',
    file,
    key: at('dataSourceBindings'),
    break: without('dataSourceBindings', 'target', 'listwebhook'),
    sentence: /'listwebhook'/,
    remedy: /Add a binding/,
  },
  {
    fault: 'a call with the wrong verb',
    file,
    key: binding('deletewebhook', 'requestVerb'),
    value: 'PUT',
    sentence: /sends PUT/,
    remedy: /DELETE/,
  },
  {
    fault: 'a hook that is stored under no name of its own',
    file,
    key: binding('createwebhook', 'endpointUrl'),
    value: '{{{endpoint.url}}}/eventSubscriptions/azureml?api-version=2022-06-15',
    sentence: /does not use 'webHookName'/,
    remedy: /endpointUrl/,
  },
  {
    fault: 'a hook that is not told its secret',
    file,
    key: binding('createwebhook', 'requestContent'),
    value: '{ "url": "{{{payloadUrl}}}" }',
    sentence: /does not use 'secret'/,
    remedy: /requestContent/,
  },
  {
    fault: 'a body that is no JSON',
    file,
    key: binding('createwebhook', 'requestContent'),
    value: '{ "url": {{{payloadUrl}}}, "secret": "{{{secret}}}" }',
    sentence: /does not render JSON/,
    remedy: /all quotes/,
  },
  {
    fault: 'data that repeats what the server adds',
    file,
    key: binding('listwebhook', 'resultTemplate'),
    break: set(
      binding('listwebhook', 'resultTemplate'),
      '{ "Value": "v", "DisplayValue": "d", "Data": { "webHookName": "{{{name}}}" } }',
    ),
    sentence: /repeats 'webHookName'/,
    remedy: /another name/,
  },
]);
