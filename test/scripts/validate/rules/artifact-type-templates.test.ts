import { artifactTypeTemplates } from '../../../../scripts/validate/rules/artifact-type-templates.ts';
import { binding, file } from '../../support/artifact-type.ts';
import { describeRule } from '../../support/negative-case.ts';

describeRule('scripts/validate/rules/artifact-type-templates.ts', artifactTypeTemplates, [
  {
    fault: 'a template that cannot be read',
    file,
    key: binding('workspace', 'resultTemplate'),
    value: '{ "Value": "{{#if a}}" }',
    sentence: /cannot be read/,
    remedy: /braces/,
  },
  {
    fault: 'an address with a value that nobody gives',
    file,
    key: binding('workspace', 'endpointUrl'),
    value: '{{{endpoint.url}}}/{{{project}}}',
    sentence: /'project'/,
    remedy: /workspace/,
  },
  {
    fault: 'a link with a value that nobody gives',
    file,
    key: binding('artifactSourceDefinitionUrl', 'resultTemplate'),
    value: 'https://ml.azure.com/{{{tenant}}}',
    sentence: /'tenant'/,
    remedy: /endpoint/,
  },
  {
    fault: 'a template that renders no JSON',
    file,
    key: binding('workspace', 'resultTemplate'),
    value: '{ Value : "{{{name}}}" }',
    sentence: /does not render JSON/,
    remedy: /quotes/,
  },
  {
    fault: 'an entry without a value to show',
    file,
    key: binding('workspace', 'resultTemplate'),
    value: '{ "Value": "{{{name}}}" }',
    sentence: /no 'DisplayValue'/,
    remedy: /Value and DisplayValue/,
  },
  {
    fault: 'a binding without a template',
    file,
    key: binding('workspace', 'resultTemplate'),
    sentence: /missing/,
    remedy: /becomes a value/,
  },
  {
    fault: 'a version that is shown as something else',
    file,
    key: binding('latestVersion', 'resultTemplate'),
    value: '{ "Value": "{{{name}}}", "DisplayValue": "Version {{{name}}}" }',
    sentence: /differ/,
    remedy: /Make both the version/,
  },
  {
    fault: 'details without a stream type',
    file,
    key: binding('artifactDetails', 'resultTemplate'),
    value: '{ "Name": "{{{definition}}}" }',
    sentence: /no 'StreamType'/,
    remedy: /Name and StreamType/,
  },
  {
    fault: 'a link that is no https address',
    file,
    key: binding('artifactSourceDefinitionUrl', 'resultTemplate'),
    value: 'http://ml.azure.com',
    sentence: /no https/,
    remedy: /https/,
  },
]);
