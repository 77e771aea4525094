import { artifactTypeBindings } from '../../../../scripts/validate/rules/artifact-type-bindings.ts';
import { at, binding, file, set, without } from '../../support/artifact-type.ts';
import { describeRule } from '../../support/negative-case.ts';

const url = '{{{endpoint.url}}}/subscriptions?api-version=2021-04-01';

describeRule('scripts/validate/rules/artifact-type-bindings.ts', artifactTypeBindings, [
  {
    fault: 'missing versions',
    file,
    key: at('dataSourceBindings'),
    break: without('dataSourceBindings', 'target', 'versions'),
    sentence: /'versions' is missing/,
    remedy: /Add a binding/,
  },
  {
    fault: 'a missing latest version',
    file,
    key: at('dataSourceBindings'),
    break: without('dataSourceBindings', 'target', 'latestVersion'),
    sentence: /'latestVersion'/,
    remedy: /Add a binding/,
  },
  {
    fault: 'missing details, which a build needs',
    file,
    key: at('dataSourceBindings'),
    break: without('dataSourceBindings', 'target', 'artifactDetails'),
    sentence: /'artifactDetails'/,
    remedy: /Add a binding/,
  },
  {
    fault: 'a target that is bound twice',
    file,
    key: binding('workspace', 'target'),
    value: 'resourceGroup',
    sentence: /bound twice/,
    remedy: /Keep one/,
  },
  {
    fault: 'an unknown target',
    file,
    key: binding('workspace', 'target'),
    value: 'colour',
    sentence: /'colour' is neither/,
    remedy: /latestVersion/,
  },
  {
    fault: 'another host',
    file,
    key: binding('workspace', 'endpointUrl'),
    value: 'https://example.org/a',
    sentence: /InvalidDataSourceBinding/,
    remedy: /endpoint\.url/,
  },
  {
    fault: 'a binding without a source',
    file,
    key: binding('workspace', 'endpointUrl'),
    sentence: /missing/,
    remedy: /where the values come from/,
  },
  {
    fault: 'a binding with two sources',
    file,
    key: binding('workspace', 'dataSourceName'),
    value: 'Models',
    sentence: /endpointUrl, too/,
    remedy: /Keep one/,
  },
  {
    fault: 'a link that makes a call',
    file,
    key: binding('artifactSourceDefinitionUrl', 'endpointUrl'),
    value: url,
    sentence: /without a call/,
    remedy: /resultTemplate/,
  },
  {
    fault: 'a call without an API version',
    file,
    key: binding('workspace', 'endpointUrl'),
    value: '{{{endpoint.url}}}/subscriptions',
    sentence: /refuses calls without a version/,
    remedy: /api-version/,
  },
  {
    fault: 'a verb without a selector',
    file,
    key: binding('artifactDetails', 'requestVerb'),
    value: 'PUT',
    sentence: /without a resultSelector/,
    remedy: /Add a resultSelector/,
  },
  {
    fault: 'a PUT without a content type',
    file,
    key: binding('workspace', 'resultSelector'),
    break: (extension) =>
      set(
        binding('workspace', 'requestVerb'),
        'PUT',
      )(set(binding('workspace', 'resultSelector'), 'none')(extension)),
    sentence: /no content type/,
    remedy: /jsonpath/,
  },
  {
    fault: 'a script in a selector',
    file,
    key: binding('workspace', 'resultSelector'),
    value: 'jsonpath:$.value[(@.length-1)]',
    sentence: /no scripts/,
    remedy: /Select by/,
  },
]);
