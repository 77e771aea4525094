// Rules: the templates of an artifact type can be read, name what exists, and render what the server expects.
import { isObject, textAt } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { ArtifactType } from '../artifact-type.ts';
import { artifactTypesOf, idsOf, targets, versionTargets } from '../artifact-type.ts';
import type { Finding } from '../finding.ts';
import { triggerParameters } from '../known.ts';
import type { Place } from '../shape.ts';
import { below, finding } from '../shape.ts';
import { readTemplate } from '../template.ts';
import type { Rule } from '../rule.ts';

const templateKeys = [
  'endpointUrl',
  'requestContent',
  'resultTemplate',
  'initialContextTemplate',
  'callbackContextTemplate',
  'callbackRequiredTemplate',
];

/** Keys whose template sees the inputs and the connection, not a service's answer. */
const beforeTheCall = ['endpointUrl', 'requestContent'];

function readable(binding: JsonObject, at: Place): readonly Finding[] {
  return templateKeys.flatMap((key) => {
    const template = readTemplate(textAt(binding, key) ?? '');
    return 'problem' in template
      ? [finding(below(at, key), `The template cannot be read: ${template.problem}.`, 'Correct its braces.')]
      : [];
  });
}

/** A variable that nobody fills renders as nothing, and the call goes somewhere else. */
function variables(type: ArtifactType, binding: JsonObject, at: Place): readonly Finding[] {
  const target = textAt(binding, 'target') ?? '';
  const paged = readTemplate(textAt(binding, 'initialContextTemplate') ?? '');
  const context =
    'problem' in paged
      ? []
      : [...(textAt(binding, 'initialContextTemplate') ?? '').matchAll(/"(\w+)"\s*:/g)].map(
          (match) => match[1] ?? '',
        );
  const added = ['version', 'itemPath', 'name', ...(/webhook$/i.test(target) ? triggerParameters : [])];
  const known = [...idsOf(type.inputs), ...context, ...added];
  // Without a call there is no answer to take values from either.
  const keys =
    textAt(binding, 'endpointUrl') === undefined && binding['dataSourceName'] === undefined
      ? [...beforeTheCall, 'resultTemplate']
      : beforeTheCall;
  return keys.flatMap((key) => {
    const template = readTemplate(textAt(binding, key) ?? '');
    if ('problem' in template) return [];
    return template.variables
      .filter((name) => !known.includes(name) && !/^(endpoint|configuration|system)\./.test(name))
      .map((name) =>
        finding(
          below(at, key),
          `Nothing gives '${name}' a value.`,
          `Use an input (${idsOf(type.inputs).join(', ')}), endpoint.*, or version.`,
        ),
      );
  });
}

function result(type: ArtifactType, binding: JsonObject, at: Place): readonly Finding[] {
  const target = textAt(binding, 'target') ?? '';
  const text = textAt(binding, 'resultTemplate');
  const isIn = (list: readonly string[]) => list.some((name) => name.toLowerCase() === target.toLowerCase());
  const isEntry = isIn([...idsOf(type.inputs), ...targets.entries]);
  const place = below(at, 'resultTemplate');
  if (text === undefined) {
    return isEntry || isIn(targets.links)
      ? [finding(place, "'resultTemplate' is missing.", 'Say how an answer becomes a value.')]
      : [];
  }
  const template = readTemplate(text);
  if ('problem' in template) return [];
  const rendered = template.render((variable) => `<${variable}>`);
  if (isIn(targets.links)) {
    return rendered.startsWith('https://')
      ? []
      : [finding(place, 'The link is no https address.', 'Begin it with https://.')];
  }
  const value = parsed(rendered);
  if (value === undefined) {
    return [
      finding(
        place,
        'It does not render JSON.',
        'Write { "Value": "{{{name}}}", "DisplayValue": "{{{name}}}" }, with all quotes.',
      ),
    ];
  }
  if (isIn(['artifactDetails'])) return entry(value, ['Name', 'StreamType'], place);
  if (!isEntry) return [];
  const shape = entry(value, ['Value', 'DisplayValue'], place);
  return shape.length > 0 || !isIn(versionTargets) || textAt(value, 'Value') === textAt(value, 'DisplayValue')
    ? shape
    : [
        finding(
          place,
          "A version's Value and DisplayValue differ, so $(Release.Artifacts.<alias>.BuildNumber) is not the version.",
          'Make both the version.',
        ),
      ];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const entry = (value: Json, keys: readonly string[], place: Place): readonly Finding[] =>
  keys
    .filter((key) => !isObject(value) || textAt(value, key) === undefined)
    .map((key) => finding(place, `It renders no '${key}'.`, `Write an object with ${keys.join(' and ')}.`));

export const artifactTypeTemplates: Rule = (extension) =>
  artifactTypesOf(extension).flatMap((type) =>
    type.bindings.flatMap((binding, index) => {
      const at = below(type.place, 'dataSourceBindings', index);
      return [...readable(binding, at), ...variables(type, binding, at), ...result(type, binding, at)];
    }),
  );
