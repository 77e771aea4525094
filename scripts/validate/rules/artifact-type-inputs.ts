// Rules: the inputs of an artifact type fit each other and what the server expects.
import { isArray, isObject, objectsAt, textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { ArtifactType } from '../artifact-type.ts';
import { artifactTypesOf, bindingFor, idsOf } from '../artifact-type.ts';
import type { Finding } from '../finding.ts';
import { triggerParameters } from '../known.ts';
import type { Place } from '../shape.ts';
import { below, duplicatesBy, finding } from '../shape.ts';
import { readTemplate } from '../template.ts';
import type { Rule } from '../rule.ts';
import { judgeVisibleRule } from '../visible-rule.ts';
import { knownVersionTypes } from './artifact-type-shape.ts';

/** Without these the dialog "Add an artifact" does not work. */
const neededInputs = ['connection', 'definition', 'defaultVersionType'];

const isDynamic = (input: JsonObject): boolean => input['hasDynamicValueInformation'] === true;

const isConnection = (input: JsonObject): boolean =>
  textAt(input, 'id') === 'connection' || (textAt(input, 'type') ?? '').startsWith('connectedService:');

function names(type: ArtifactType): readonly Finding[] {
  const at = below(type.place, 'inputDescriptors');
  const known = idsOf(type.inputs);
  return [
    ...neededInputs
      .filter((id) => !known.includes(id))
      .map((id) => finding(at, `The input '${id}' is missing.`, `Describe an input with the id '${id}'.`)),
    ...duplicatesBy(type.inputs, (input) => textAt(input, 'id')).map(({ index, value }) =>
      finding(
        below(at, index, 'id'),
        `The input id '${value}' is used twice.`,
        'Give each input its own id.',
      ),
    ),
    ...type.inputs.flatMap((input, index) =>
      triggerParameters.some((name) => name.toLowerCase() === textAt(input, 'id')?.toLowerCase())
        ? [
            finding(
              below(at, index, 'id'),
              `The server adds a parameter '${textAt(input, 'id') ?? ''}' of its own.`,
              'Choose another id, or saving a definition with the trigger fails.',
            ),
          ]
        : [],
    ),
  ];
}

function values(type: ArtifactType, input: JsonObject, at: Place): readonly Finding[] {
  const id = textAt(input, 'id') ?? '';
  const described = isObject(input['values']) ? input['values'] : undefined;
  const choices = objectsAt(described, 'possibleValues').flatMap((choice) => textAt(choice, 'value') ?? []);
  const fallback = textAt(described, 'defaultValue');
  const foreign =
    id === 'defaultVersionType' ? choices.filter((choice) => !knownVersionTypes.includes(choice)) : [];
  return [
    ...(isDynamic(input) && !isConnection(input) && bindingFor(type, id) === undefined
      ? [
          finding(
            below(at, 'hasDynamicValueInformation'),
            `Nothing is bound to '${id}'.`,
            `Add a binding with the target '${id}'.`,
          ),
        ]
      : []),
    ...(!isDynamic(input) && textAt(input, 'inputMode') === 'Combo' && choices.length === 0
      ? [
          finding(
            below(at, 'values'),
            `'${id}' offers nothing to choose.`,
            'Add possibleValues, or a binding and hasDynamicValueInformation.',
          ),
        ]
      : []),
    ...(fallback !== undefined && !choices.includes(fallback)
      ? [
          finding(
            below(at, 'values', 'defaultValue'),
            `'${fallback}' is none of the values.`,
            'Use one of possibleValues.',
          ),
        ]
      : []),
    ...foreign.map((choice) =>
      finding(
        below(at, 'values', 'possibleValues'),
        `'${choice}' is no kind of default version.`,
        `Use: ${knownVersionTypes.join(', ')}.`,
      ),
    ),
  ];
}

function dependencies(type: ArtifactType, input: JsonObject, at: Place): readonly Finding[] {
  const known = idsOf(type.inputs);
  const own = isArray(input['dependencyInputIds']) ? input['dependencyInputIds'] : [];
  const unknown = own.flatMap((id, index) =>
    typeof id === 'string' && known.includes(id)
      ? []
      : [
          finding(
            below(at, 'dependencyInputIds', index),
            `There is no input ${JSON.stringify(id)}.`,
            `Use one of the inputs: ${known.join(', ')}.`,
          ),
        ],
  );
  const url = textAt(bindingFor(type, textAt(input, 'id') ?? ''), 'endpointUrl');
  const template = url === undefined ? undefined : readTemplate(url);
  const used =
    template === undefined || 'problem' in template
      ? []
      : template.variables.filter((name) => known.includes(name));
  const undeclared = used
    .filter((name) => name !== textAt(input, 'id') && !own.includes(name))
    .map((name) =>
      finding(
        below(at, 'dependencyInputIds'),
        `Its binding needs '${name}', and would be asked before that has a value.`,
        `Add '${name}' to dependencyInputIds.`,
      ),
    );
  return [...unknown, ...undeclared];
}

/** The source's identity: without the workspace, models of the same name in two workspaces would be one source. */
function identity(type: ArtifactType): readonly Finding[] {
  const text = textAt(type.properties, 'uniqueSourceIdentifier');
  const at = below(type.place, 'uniqueSourceIdentifier');
  if (text === undefined) return [];
  const template = readTemplate(text);
  if ('problem' in template)
    return [finding(at, `The template cannot be read: ${template.problem}.`, 'Correct the braces.')];
  const known = idsOf(type.inputs);
  const unknown = template.variables
    .filter((name) => !known.includes(name))
    .map((name) => finding(at, `There is no input '${name}'.`, `Use only inputs: ${known.join(', ')}.`));
  const form =
    /^\{\{\{?connection\}?\}\}:/.test(text) && /:\{\{\{?definition\}?\}\}$/.test(text)
      ? []
      : [
          finding(
            at,
            'It does not begin with {{connection}}: and end with :{{definition}}.',
            'Put the connection first and the definition last, as events are matched by the end of this text.',
          ),
        ];
  return [...unknown, ...form];
}

export const artifactTypeInputs: Rule = (extension) =>
  artifactTypesOf(extension).flatMap((type) => [
    ...names(type),
    ...type.inputs.flatMap((input, index) => {
      const at = below(type.place, 'inputDescriptors', index);
      return [
        ...values(type, input, at),
        ...dependencies(type, input, at),
        ...judgeVisibleRule(
          textAt(input['properties'], 'visibleRule'),
          idsOf(type.inputs),
          below(at, 'properties', 'visibleRule'),
        ),
      ];
    }),
    ...identity(type),
  ]);
