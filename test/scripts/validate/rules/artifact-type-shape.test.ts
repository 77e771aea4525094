import { artifactTypeShape } from '../../../../scripts/validate/rules/artifact-type-shape.ts';
import { at, binding, file, input } from '../../support/artifact-type.ts';
import { describeRule } from '../../support/negative-case.ts';

describeRule('scripts/validate/rules/artifact-type-shape.ts', artifactTypeShape, [
  {
    fault: 'an unknown property',
    file,
    key: at('endpointFilter'),
    value: 'x',
    sentence: /'endpointFilter' is not a key/,
    remedy: /endpointTypeId/,
  },
  { fault: 'a missing name', file, key: at('name'), sentence: /'name' is missing/, remedy: /for ever/ },
  {
    fault: 'an unknown category',
    file,
    key: at('artifactType'),
    value: 'Model',
    sentence: /"Model"/,
    remedy: /Build/,
  },
  {
    fault: 'an unknown control',
    file,
    key: input('resourceGroup', 'inputMode'),
    value: 'Slider',
    sentence: /"Slider"/,
    remedy: /Combo/,
  },
  {
    fault: 'an input without help',
    file,
    key: input('resourceGroup', 'description'),
    sentence: /missing/,
    remedy: /what the input means/,
  },
  {
    fault: 'an unknown key of an input',
    file,
    key: input('resourceGroup', 'visibleRule'),
    value: 'a = b',
    sentence: /not a key/,
    remedy: /properties/,
  },
  {
    fault: 'headers, which the server drops',
    file,
    key: binding('workspace', 'headers'),
    value: [],
    sentence: /'headers' is not a key/,
    remedy: /endpointUrl/,
  },
  {
    fault: 'a verb that the server does not let us use',
    file,
    key: binding('workspace', 'requestVerb'),
    value: 'POST',
    sentence: /"POST"/,
    remedy: /GET, PUT, DELETE/,
  },
  {
    fault: 'a selector of an unknown kind',
    file,
    key: binding('workspace', 'resultSelector'),
    value: '$.value',
    sentence: /"\$\.value"/,
    remedy: /jsonpath/,
  },
]);
