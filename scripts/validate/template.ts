// Reads the server's templates. They are a dialect of Handlebars in which a helper within a value is written with a `#`.
import Handlebars from 'handlebars';

/** Helpers that the server offers, beside Handlebars' own blocks. Source: the guide to data sources of azure-pipelines-extensions. */
const inlineHelpers = [
  'regex',
  'stringReplace',
  'subString',
  'extractResource',
  'base64',
  'decodeBase64',
  'jsonEscape',
  'uriDataEncode',
  'joinPaths',
  'toDateTimeFormat',
  'toLower',
  'shortGuid',
  'newGuid',
  'add',
  'sortBy',
  'isTokenPresent',
  'extractUrlQueryParameter',
];
const blockHelpers = ['getTokenValue', 'selectTokens', 'equals'];
const builtIn = ['if', 'unless', 'each', 'with', 'lookup', 'this', 'else', 'defaultResultKey'];

/** A value, a text in quotes or a number: what Handlebars takes as an argument, too. */
const plainArgument = /^("[^"]*"|'[^']*'|-?\d+|[\w@][\w.@[\]-]*)$/;

/** The dialect writes `labels[0]`, Handlebars `labels.[0]`. */
const withDottedIndices = (template: string): string =>
  template.replace(/\{\{[^}]*\}\}/g, (tag) => tag.replace(/(\w)\[(\d+)\]/g, '$1.[$2]'));

/** `{{ #base64 a b }}` has no closing tag in the dialect: it is a plain helper call, whose arguments may stand bare (`%24skip`). */
const toHandlebars = (template: string): string =>
  withDottedIndices(template).replace(
    new RegExp(`(\\{\\{\\{?)\\s*#?(${inlineHelpers.join('|')})\\s([^}]*)`, 'g'),
    (_, open: string, helper: string, rest: string) => {
      const args = rest.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
      const quoted = args.map((arg) => (plainArgument.test(arg) ? arg : JSON.stringify(arg)));
      return [`${open}${helper}`, ...quoted].join(' ');
    },
  );

export interface Template {
  /** The values it takes, such as `definition` or `endpoint.url`. */
  readonly variables: readonly string[];
  /** Fills every variable with a sample. */
  readonly render: (sample: (variable: string) => string) => string;
}

class Variables extends Handlebars.Visitor {
  readonly found: string[] = [];
  override PathExpression(path: hbs.AST.PathExpression): void {
    const helpers = [...inlineHelpers, ...blockHelpers, ...builtIn];
    if (!helpers.includes(path.original)) this.found.push(path.original.replace(/^this\./, ''));
  }
}

/** @returns the template, or the reason why it cannot be read */
export function readTemplate(text: string): Template | { readonly problem: string } {
  const translated = toHandlebars(text);
  const visitor = new Variables();
  try {
    visitor.accept(Handlebars.parse(translated));
  } catch (error) {
    // The first line says where; the rest draws an arrow.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { problem: first.replace(/:$/, '') };
  }
  const variables = [...new Set(visitor.found)];
  return { variables, render: (sample) => render(translated, variables, sample) };
}

function render(text: string, variables: readonly string[], sample: (variable: string) => string): string {
  const context: Record<string, unknown> = {};
  for (const variable of variables) {
    const parts = variable.split('.');
    let level = context;
    for (const part of parts.slice(0, -1)) {
      const next = typeof level[part] === 'object' ? level[part] : {};
      level[part] = next;
      level = next as Record<string, unknown>;
    }
    level[parts.at(-1) ?? ''] ??= sample(variable);
  }
  const machine = Handlebars.create();
  for (const helper of inlineHelpers) machine.registerHelper(helper, () => 'sample');
  for (const helper of blockHelpers) {
    machine.registerHelper(helper, function (this: unknown, ...args: unknown[]) {
      return (args.at(-1) as Handlebars.HelperOptions).fn(this);
    });
  }
  return machine.compile(text, { noEscape: true })(context);
}
