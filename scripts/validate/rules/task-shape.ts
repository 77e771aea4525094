// Rules: the keys of a task.json and what their values may be.
import { inputTypes, taskCategories } from '../known.ts';
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

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const identifier = /^[A-Za-z][A-Za-z0-9]*$/;
const wholeNumber = required(
  (value) => Number.isInteger(value) && Number(value) >= 0,
  'Write a whole number.',
);

const input = record(
  {
    name: matching(identifier, 'Write letters and digits, beginning with a letter.'),
    aliases: optional(list(matching(identifier, 'Write letters and digits.'), 'Write a list of names.')),
    type: required(
      (value) => isText(value) && (inputTypes.includes(value) || /^connectedService:.+$/.test(value)),
      `Use one of the controls: ${inputTypes.join(', ')}, connectedService:<type>.`,
    ),
    label: text('Write the words beside the control.'),
    required: optional(flag),
    defaultValue: optional(
      required(
        (value) => typeof value === 'string' || typeof value === 'boolean',
        'Write text, true or false.',
      ),
    ),
    groupName: optional(text('Name one of the groups.')),
    helpMarkDown: text(
      'Say what the input means and what an empty value does: it is the help behind the (i).',
    ),
    visibleRule: optional(text('Write a rule such as "mode = manual".')),
    options: optional(
      dictionary(text('Write the words for this choice.'), 'Write an object of value -> words.'),
    ),
    properties: optional(dictionary(anything, 'Write an object.')),
  },
  'Write an object with name, type, label and helpMarkDown.',
);

const group = record(
  {
    name: matching(identifier, 'Write letters and digits, beginning with a letter.'),
    displayName: text('Write the heading of the group.'),
    isExpanded: optional(flag),
    visibleRule: optional(text('Write a rule such as "mode = manual".')),
  },
  'Write an object with name and displayName.',
);

const output = record(
  {
    name: matching(identifier, 'Write letters and digits, beginning with a letter.'),
    description: text('Say what the variable holds.'),
  },
  'Write an object with name and description.',
);

const handler = record(
  {
    target: matching(/^[^\\]+\.js$/, 'Name the script that the agent runs, such as index.js.'),
    argumentFormat: optional(anything),
  },
  'Write { "target": "index.js" }.',
);

const binding = record(
  {
    target: text('Name the input that the answers are for.'),
    endpointId: matching(/^\$\([A-Za-z][A-Za-z0-9]*\)$/, 'Name the connection input, such as $(connection).'),
    dataSourceName: optional(text('Name a data source of the connection type.')),
    endpointUrl: optional(text('Write an address that begins with {{{endpoint.url}}}.')),
    parameters: optional(dictionary(text('Write text.'), 'Write an object.')),
    resultSelector: optional(text('Write a selector such as jsonpath:$.value[*].')),
    resultTemplate: optional(text('Write a template.')),
  },
  'Write an object with target, endpointId and endpointUrl.',
);

const task = record(
  {
    $schema: optional(anything),
    id: matching(guid, 'Write a GUID of its own; it stays the same for ever.'),
    name: matching(/^[A-Za-z0-9-]+$/, 'Use letters, digits and "-" only.'),
    friendlyName: text('Write a name of at most 40 characters.', 40),
    description: text('Say in one sentence what the task does.'),
    helpUrl: optional(matching(/^https:\/\//, 'Write an https address.')),
    helpMarkDown: optional(text('Write help, or leave the key out.')),
    category: oneOf(taskCategories, 'categories of tasks'),
    visibility: optional(list(oneOf(['Build', 'Release'], 'places'), 'Write a list.')),
    runsOn: optional(list(oneOf(['Agent', 'MachineGroup'], 'places'), 'Write a list.')),
    author: text('Name the author.'),
    preview: optional(flag),
    deprecated: optional(flag),
    showEnvironmentVariables: optional(flag),
    version: record(
      { Major: wholeNumber, Minor: wholeNumber, Patch: wholeNumber },
      'Write { "Major": 1, "Minor": 0, "Patch": 0 }.',
    ),
    minimumAgentVersion: matching(/^\d+\.\d+\.\d+$/, 'Write three numbers, such as 4.265.1.'),
    instanceNameFormat: text('Write the title of the step, such as "Deploy $(model)".'),
    groups: optional(list(group, 'Write a list of groups.')),
    inputs: list(input, 'Write a list of inputs.'),
    outputVariables: optional(list(output, 'Write a list of output variables.')),
    dataSourceBindings: optional(list(binding, 'Write a list of bindings.')),
    demands: optional(list(text('Name a demand.'), 'Write a list of demands.')),
    restrictions: optional(anything),
    messages: optional(dictionary(text('Write the message.'), 'Write an object.')),
    execution: dictionary(
      handler,
      'Write the handlers: { "Node24": { "target": "index.js" }, "Node20_1": ... }.',
    ),
  },
  'Write an object.',
);

export const taskShape: Rule = ({ tasks }) =>
  tasks.flatMap(({ file, value }) => task(value, { file, path: [] }));
