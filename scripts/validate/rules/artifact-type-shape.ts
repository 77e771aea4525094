// Rules: the keys of an artifact type and what their values may be. tfx looks at none of them.
import { artifactTypesOf } from '../artifact-type.ts';
import {
  anything,
  dictionary,
  flag,
  isText,
  list,
  matching,
  oneOf,
  optional,
  record,
  required,
  text,
} from '../shape.ts';
import type { Rule } from '../rule.ts';

const words = text('Write words that a person reads.');
const template = text('Write a template.');
const word = /^[A-Za-z][A-Za-z0-9]*$/;

const versionTypes = [
  'latestType',
  'specificVersionType',
  'selectDuringReleaseCreationType',
  'latestFromBranchType',
];

const possibleValue = record(
  {
    value: text('Write the value.'),
    displayValue: words,
    data: optional(dictionary(anything, 'Write an object.')),
  },
  'Write an object with value and displayValue.',
);

const input = record(
  {
    id: matching(word, 'Write letters and digits, beginning with a letter.'),
    name: words,
    description: text('Say what the input means: it is the help behind the (i).'),
    type: optional(text('Write picklist or connectedService:<type>.')),
    inputMode: oneOf(['Combo', 'CheckBox', 'TextBox', 'TextArea', 'PasswordBox', 'None'], 'controls'),
    isConfidential: flag,
    hasDynamicValueInformation: flag,
    dependencyInputIds: optional(
      list(matching(word, 'Write the id of an input.'), 'Write a list of input ids.'),
    ),
    groupName: optional(words),
    properties: optional(
      record(
        {
          visibleRule: optional(words),
          visibilityFeatureFlag: optional(words),
          isSearchable: optional(flag),
        },
        'Write an object.',
      ),
    ),
    values: optional(
      record(
        {
          inputId: text('Write an id for the list of values.'),
          defaultValue: optional(words),
          possibleValues: list(possibleValue, 'Write a list of values.'),
          isLimitedToPossibleValues: optional(flag),
          isDisabled: optional(flag),
          isReadOnly: optional(flag),
        },
        'Write an object with inputId and possibleValues.',
      ),
    ),
    validation: record(
      {
        isRequired: flag,
        dataType: oneOf(['string', 'boolean', 'number', 'uri', 'guid'], 'data types'),
        minLength: optional(required((value) => Number.isInteger(value), 'Write a whole number.')),
        maxLength: optional(required((value) => Number.isInteger(value), 'Write a whole number.')),
        pattern: optional(words),
      },
      'Write { "isRequired": true, "dataType": "string" }.',
    ),
  },
  'Write an object with id, name, description, inputMode and validation.',
);

// No `headers`: the server does not forward them for artifact bindings.
const binding = record(
  {
    target: text('Name the input or the target that the answers are for.'),
    dataSourceName: optional(words),
    endpointUrl: optional(template),
    endpointId: optional(words),
    parameters: optional(dictionary(template, 'Write an object.')),
    resultSelector: optional(
      matching(/^(jsonpath:\$.*|xpath:.+|plaintext|none)$/, 'Write a selector such as jsonpath:$.value[*].'),
    ),
    resultTemplate: optional(template),
    requestVerb: optional(oneOf(['GET', 'PUT', 'DELETE'], 'verbs the server lets an extension use')),
    requestContent: optional(template),
    initialContextTemplate: optional(template),
    callbackContextTemplate: optional(template),
    callbackRequiredTemplate: optional(template),
  },
  'Write an object with target, endpointUrl and resultTemplate.',
);

const trigger = record(
  {
    isTriggerSupported: flag,
    isTriggerSupportedOnlyInHosted: optional(flag),
    isWebhookSupportedAtServerLevel: optional(flag),
    payloadHashHeaderName: optional(matching(/^[A-Za-z0-9-]+$/, 'Write the name of a header.')),
    resources: optional(dictionary(words, 'Write an object of texts.')),
    webhookPayloadMapping: optional(dictionary(template, 'Write an object of templates.')),
  },
  'Write an object.',
);

const shape = record(
  {
    name: required(
      (value) => isText(value) && value.length <= 256 && word.test(value),
      'Write letters and digits, at most 256: definitions store this name for ever.',
    ),
    displayName: words,
    endpointTypeId: matching(/^[A-Za-z]+(:[A-Za-z,]+)?$/, 'Write a connection type such as AzureRM.'),
    uniqueSourceIdentifier: template,
    artifactType: oneOf(['Build', 'SourceControl', 'Package', 'ContainerImage'], 'categories'),
    downloadTaskId: text("Write the GUID of the extension's download task."),
    inputDescriptors: list(input, 'Write a list of inputs.'),
    dataSourceBindings: list(binding, 'Write a list of bindings.'),
    browsableArtifactTypeMapping: optional(dictionary(words, 'Write an object.')),
    artifactTypeStreamMapping: optional(dictionary(words, 'Write an object.')),
    taskInputMapping: optional(dictionary(template, 'Write an object.')),
    yamlInputMapping: optional(dictionary(words, 'Write an object.')),
    artifactTriggerConfiguration: optional(trigger),
    isCommitsTraceabilitySupported: optional(flag),
    isWorkitemsTraceabilitySupported: optional(flag),
  },
  'Write an object.',
);

/** Values of the default-version picker that the server understands. */
export const knownVersionTypes: readonly string[] = versionTypes;

export const artifactTypeShape: Rule = (extension) =>
  artifactTypesOf(extension).flatMap(({ properties, place }) => shape(properties, place));
