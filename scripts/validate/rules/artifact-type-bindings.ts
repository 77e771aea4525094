// Rules: the calls that an artifact type makes the server do are ones that the server does.
import { textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { ArtifactType } from '../artifact-type.ts';
import { artifactTypesOf, bindingFor, idsOf, knownTargets, targets } from '../artifact-type.ts';
import type { Finding } from '../finding.ts';
import type { Place } from '../shape.ts';
import { below, duplicatesBy, finding } from '../shape.ts';
import type { Rule } from '../rule.ts';

const starts = ['{{endpoint.url}}', '{{{endpoint.url}}}', '{{configuration.Url}}', '{{{configuration.Url}}}'];

const isLink = (target: string): boolean => (targets.links as readonly string[]).includes(target);

function targetOf(type: ArtifactType, binding: JsonObject, at: Place): readonly Finding[] {
  const target = textAt(binding, 'target');
  const known = [...idsOf(type.inputs), ...knownTargets].map((name) => name.toLowerCase());
  return target === undefined || known.includes(target.toLowerCase())
    ? []
    : [
        finding(
          below(at, 'target'),
          `'${target}' is neither an input nor a target of the server.`,
          `Use an input's id, or one of: ${knownTargets.join(', ')}.`,
        ),
      ];
}

function source(type: ArtifactType, binding: JsonObject, at: Place): readonly Finding[] {
  const target = textAt(binding, 'target') ?? '';
  const url = textAt(binding, 'endpointUrl');
  const named = textAt(binding, 'dataSourceName');
  // artifactDetails may be made of its template alone, as the public TeamCity type does.
  const templateOnly = isLink(target) || target === 'artifactDetails';
  if (url !== undefined && named !== undefined) {
    return [finding(below(at, 'dataSourceName'), 'It has an endpointUrl, too.', 'Keep one of the two.')];
  }
  if (url === undefined && named === undefined) {
    return templateOnly
      ? []
      : [finding(below(at, 'endpointUrl'), "'endpointUrl' is missing.", 'Say where the values come from.')];
  }
  if (isLink(target)) {
    return [
      finding(
        below(at, 'endpointUrl'),
        `'${target}' is made without a call.`,
        'Put the address into resultTemplate.',
      ),
    ];
  }
  if (url === undefined) return [];
  if (!starts.some((start) => url.startsWith(start))) {
    return [
      finding(
        below(at, 'endpointUrl'),
        `'${url.slice(0, 40)}' is another host than the connection's own, which the server refuses (InvalidDataSourceBinding).`,
        'Begin it with {{{endpoint.url}}}.',
      ),
    ];
  }
  return /^azurerm\b/i.test(textAt(type.properties, 'endpointTypeId') ?? '') &&
    !/[?&]api-version=\d{4}-\d\d-\d\d/.test(url)
    ? [
        finding(
          below(at, 'endpointUrl'),
          'Azure Resource Manager refuses calls without a version.',
          'Add api-version=<date>.',
        ),
      ]
    : [];
}

function request(binding: JsonObject, at: Place): readonly Finding[] {
  const selector = textAt(binding, 'resultSelector');
  const verb = textAt(binding, 'requestVerb');
  return [
    ...['requestVerb', 'requestContent']
      .filter((key) => binding[key] !== undefined && selector === undefined)
      .map((key) =>
        finding(
          below(at, key),
          'The server passes over it without a resultSelector.',
          'Add a resultSelector.',
        ),
      ),
    ...(verb === 'PUT' && selector === 'none'
      ? [
          finding(
            below(at, 'resultSelector'),
            "A PUT with 'none' has no content type.",
            "Write 'jsonpath:$'.",
          ),
        ]
      : []),
    ...(selector !== undefined && /\[\(/.test(selector)
      ? [
          finding(
            below(at, 'resultSelector'),
            'The server runs no scripts in selectors.',
            'Select by name, index or comparison.',
          ),
        ]
      : []),
  ];
}

function needed(type: ArtifactType, at: Place): readonly Finding[] {
  const wanted = [
    'versions',
    'latestVersion',
    ...(textAt(type.properties, 'artifactType') === 'Build' ? ['artifactDetails'] : []),
  ];
  return wanted
    .filter((target) => bindingFor(type, target) === undefined)
    .map((target) =>
      finding(at, `The binding '${target}' is missing.`, `Add a binding with the target '${target}'.`),
    );
}

export const artifactTypeBindings: Rule = (extension) =>
  artifactTypesOf(extension).flatMap((type) => {
    const at = below(type.place, 'dataSourceBindings');
    return [
      ...needed(type, at),
      ...duplicatesBy(type.bindings, (binding) => textAt(binding, 'target')).map(({ index, value }) =>
        finding(
          below(at, index, 'target'),
          `The target '${value}' is bound twice.`,
          'Keep one of the bindings.',
        ),
      ),
      ...type.bindings.flatMap((binding, index) => {
        const place = below(at, index);
        return [
          ...targetOf(type, binding, place),
          ...source(type, binding, place),
          ...request(binding, place),
        ];
      }),
    ];
  });
