// Rules: a trigger's payload names the source, and its three calls create, find and remove one hook.
import { isObject, textAt } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { ArtifactType } from '../artifact-type.ts';
import { artifactTypesOf, bindingFor } from '../artifact-type.ts';
import type { Finding } from '../finding.ts';
import { triggerParameters } from '../known.ts';
import type { Place } from '../shape.ts';
import { below, finding } from '../shape.ts';
import { readTemplate } from '../template.ts';
import type { Rule } from '../rule.ts';

/** The only categories for which the classic editor saves a trigger of a custom type. */
const withTrigger = ['Build', 'ContainerImage'];

const isReserved = (name: string): boolean =>
  triggerParameters.some((parameter) => parameter.toLowerCase() === name.toLowerCase());

const variablesOf = (text: string | undefined): readonly string[] => {
  const template = readTemplate(text ?? '');
  return 'problem' in template ? [] : template.variables;
};

function category(type: ArtifactType): readonly Finding[] {
  const name = textAt(type.properties, 'artifactType') ?? '';
  return withTrigger.includes(name)
    ? []
    : [
        finding(
          below(type.place, 'artifactType'),
          `The editor saves no trigger for the category '${name}'.`,
          `Use one of: ${withTrigger.join(', ')}.`,
        ),
      ];
}

function mapping(type: ArtifactType, configuration: JsonObject): readonly Finding[] {
  const at = below(type.place, 'artifactTriggerConfiguration', 'webhookPayloadMapping');
  const mapped = isObject(configuration['webhookPayloadMapping'])
    ? configuration['webhookPayloadMapping']
    : {};
  const identity = variablesOf(textAt(type.properties, 'uniqueSourceIdentifier'));
  const wanted = new Set(['definition', 'version', ...identity.filter((name) => name !== 'connection')]);
  return [
    ...[...wanted]
      .filter((key) => !(key in mapped))
      .map((key) =>
        finding(
          below(at, key),
          `The mapping '${key}' is missing, and an event is matched to its source by it.`,
          `Map '${key}' to a value of the payload.`,
        ),
      ),
    ...Object.keys(mapped)
      .filter(isReserved)
      .map((key) =>
        finding(
          below(at, key),
          `The server adds a parameter '${key}' of its own.`,
          'Choose another key, or saving a definition fails.',
        ),
      ),
  ];
}

interface Call {
  readonly target: string;
  readonly verb: string;
  /** What it must use of that which the server hands it: in the address, in the body. */
  readonly inUrl: readonly string[];
  readonly inBody: readonly string[];
}

const calls = (isSigned: boolean): readonly Call[] => [
  {
    target: 'createwebhook',
    verb: 'PUT',
    inUrl: ['webHookName'],
    inBody: ['payloadUrl', ...(isSigned ? ['secret'] : [])],
  },
  { target: 'listwebhook', verb: 'GET', inUrl: [], inBody: [] },
  { target: 'deletewebhook', verb: 'DELETE', inUrl: ['webHookName'], inBody: [] },
];

function judgeCall(type: ArtifactType, { target, verb, inUrl, inBody }: Call): readonly Finding[] {
  const binding = bindingFor(type, target);
  if (binding === undefined)
    return [
      finding(
        below(type.place, 'dataSourceBindings'),
        `The trigger needs the binding '${target}'.`,
        `Add a binding with the target '${target}'.`,
      ),
    ];
  const at = below(type.place, 'dataSourceBindings', type.bindings.indexOf(binding));
  const sent = textAt(binding, 'requestVerb') ?? 'GET';
  const unused = (key: string, names: readonly string[]) =>
    names
      .filter((name) => !variablesOf(textAt(binding, key)).includes(name))
      .map((name) =>
        finding(below(at, key), `'${target}' does not use '${name}'.`, `Add {{{${name}}}} to ${key}.`),
      );
  return [
    ...(sent === verb
      ? []
      : [finding(below(at, 'requestVerb'), `'${target}' sends ${sent}.`, `Send ${verb}.`)]),
    ...unused('endpointUrl', inUrl),
    ...unused('requestContent', inBody),
    ...body(binding, at),
    ...data(binding, at),
  ];
}

function body(binding: JsonObject, at: Place): readonly Finding[] {
  const text = textAt(binding, 'requestContent');
  const template = readTemplate(text ?? '');
  if (text === undefined || 'problem' in template) return [];
  return isJson(template.render((variable) => `<${variable}>`))
    ? []
    : [finding(below(at, 'requestContent'), 'It does not render JSON.', 'Write the body with all quotes.')];
}

/** What `Data` names is put beside the server's own parameters for the call that removes the hook. */
function data(binding: JsonObject, at: Place): readonly Finding[] {
  const template = readTemplate(textAt(binding, 'resultTemplate') ?? '');
  const text = 'problem' in template ? '' : template.render((variable) => `<${variable}>`);
  const value: Json = isJson(text) ? (JSON.parse(text) as Json) : null;
  const names = isObject(value) && isObject(value['Data']) ? Object.keys(value['Data']) : [];
  return names
    .filter(isReserved)
    .map((name) =>
      finding(
        below(at, 'resultTemplate'),
        `Its Data repeats '${name}', which the server adds itself.`,
        'Choose another name, or removing the trigger fails.',
      ),
    );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const artifactTypeTrigger: Rule = (extension) =>
  artifactTypesOf(extension).flatMap((type) => {
    const configuration = type.properties['artifactTriggerConfiguration'];
    if (!isObject(configuration) || configuration['isTriggerSupported'] !== true) return [];
    const isSigned = textAt(configuration, 'payloadHashHeaderName') !== undefined;
    const unsigned = finding(
      below(type.place, 'artifactTriggerConfiguration', 'payloadHashHeaderName'),
      'Anybody who learns the address of a hook could start releases.',
      'Name the header of the signature.',
    );
    return [
      ...(isSigned ? [] : [unsigned]),
      ...category(type),
      ...mapping(type, configuration),
      ...calls(isSigned).flatMap((call) => judgeCall(type, call)),
    ];
  });
