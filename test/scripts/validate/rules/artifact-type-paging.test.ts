import { artifactTypePaging } from '../../../../scripts/validate/rules/artifact-type-paging.ts';
import { binding, file } from '../../support/artifact-type.ts';
import { describeRule } from '../../support/negative-case.ts';

describeRule('scripts/validate/rules/artifact-type-paging.ts', artifactTypePaging, [
  {
    fault: 'half of the paging templates',
    file,
    key: binding('workspace', 'callbackContextTemplate'),
    sentence: /'callbackContextTemplate'/,
    remedy: /or none/,
  },
  {
    fault: 'an address that asks for the first page again and again',
    file,
    key: binding('definition', 'endpointUrl'),
    value: '{{{endpoint.url}}}/models?api-version=2024-04-01',
    sentence: /does not use 'skip'/,
    remedy: /\{\{\{skip\}\}\}/,
  },
  {
    fault: 'a value that is lost between pages',
    file,
    key: binding('definition', 'callbackContextTemplate'),
    value: '{ "token": "{{{response.nextLink}}}" }',
    sentence: /not hand on 'skip'/,
    remedy: /"skip"/,
  },
  {
    fault: 'a context that is no JSON object',
    file,
    key: binding('definition', 'initialContextTemplate'),
    value: '{ skip: }',
    sentence: /JSON object/,
    remedy: /all quotes/,
  },
]);
