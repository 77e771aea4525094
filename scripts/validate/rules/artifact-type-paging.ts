// Rules: a binding that pages hands the same values from page to page, and its address uses them.
import { isObject, textAt } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { artifactTypesOf } from '../artifact-type.ts';
import type { Finding } from '../finding.ts';
import type { Place } from '../shape.ts';
import { below, finding } from '../shape.ts';
import { readTemplate } from '../template.ts';
import type { Rule } from '../rule.ts';

const keys = ['initialContextTemplate', 'callbackContextTemplate', 'callbackRequiredTemplate'];

/** The names in a context template; undefined where it renders no JSON object. */
function namesIn(binding: JsonObject, key: string): readonly string[] | undefined {
  const template = readTemplate(textAt(binding, key) ?? '');
  if ('problem' in template) return undefined;
  try {
    const value = JSON.parse(template.render(() => 'sample')) as Json;
    return isObject(value) ? Object.keys(value) : undefined;
  } catch {
    return undefined;
  }
}

/** A value that the address does not use makes the server ask for the first page again and again. */
function unusedNames(binding: JsonObject, names: readonly string[], at: Place): readonly Finding[] {
  const url = readTemplate(textAt(binding, 'endpointUrl') ?? '');
  const used = 'problem' in url ? names : url.variables;
  return names
    .filter((name) => !used.includes(name))
    .map((name) =>
      finding(
        below(at, 'endpointUrl'),
        `The address does not use '${name}', so that every page is the first one.`,
        `Add {{{${name}}}} to the address.`,
      ),
    );
}

function handOver(binding: JsonObject, at: Place): readonly Finding[] {
  const contexts = keys.slice(0, 2).map((key) => ({ key, names: namesIn(binding, key) }));
  const unreadable = contexts
    .filter(({ names }) => names === undefined)
    .map(({ key }) =>
      finding(
        below(at, key),
        'It does not render a JSON object.',
        'Write { "skip": "..." }, with all quotes.',
      ),
    );
  const [initial, next] = contexts.map(({ names }) => names);
  if (initial === undefined || next === undefined) return unreadable;
  const lost = initial
    .filter((name) => !next.includes(name))
    .map((name) =>
      finding(below(at, 'callbackContextTemplate'), `It does not hand on '${name}'.`, `Add "${name}" to it.`),
    );
  return [...lost, ...unusedNames(binding, initial, at)];
}

function pages(binding: JsonObject, at: Place): readonly Finding[] {
  const missing = keys.filter((key) => binding[key] === undefined);
  if (missing.length === keys.length) return [];
  if (missing.length === 0) return handOver(binding, at);
  return missing.map((key) =>
    finding(below(at, key), `Paging needs '${key}', too.`, `Write all of ${keys.join(', ')}, or none.`),
  );
}

export const artifactTypePaging: Rule = (extension) =>
  artifactTypesOf(extension).flatMap((type) =>
    type.bindings.flatMap((binding, index) => pages(binding, below(type.place, 'dataSourceBindings', index))),
  );
