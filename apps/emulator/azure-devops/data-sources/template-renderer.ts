// Renders the server's templates over JSON data, with the documented block helpers.
import { parseTemplate, type Argument, type TemplateNode } from './template-parser.ts';
import { cursorHelpers, inlineHelpers, textOf, type HelperArgument } from './template-helpers.ts';
import { valueAt, type Json } from './template-path.ts';

interface Scope {
  readonly value: Json | undefined;
  readonly parent?: Scope;
  readonly names: Readonly<Record<string, Json>>;
}

/** The server gives a template 10 seconds. */
const limitMs = 10_000;

/** HTML-escapes as .NET does for {{two braces}}. */
function htmlEncoded(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** In a section, false, null, nothing, an empty text and an empty list are all "no". */
function isYes(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return !(Array.isArray(value) && value.length === 0);
}

class Renderer {
  readonly #root: Json;
  readonly #deadline = performance.now() + limitMs;

  constructor(root: Json) {
    this.#root = root;
  }

  nodes(nodes: readonly TemplateNode[], scope: Scope): string {
    if (performance.now() > this.#deadline) throw new Error(`The template took longer than ${limitMs} ms.`);
    return nodes.map((node) => this.#node(node, scope)).join('');
  }

  #node(node: TemplateNode, scope: Scope): string {
    switch (node.kind) {
      case 'text':
        return node.text;
      case 'value': {
        const text = textOf(this.#lookUp(node.path, scope));
        return node.raw ? text : htmlEncoded(text);
      }
      case 'call': {
        const text = textOf(this.#call(node.name, node.args, scope));
        return node.raw ? text : htmlEncoded(text);
      }
      case 'block':
        return this.#block(node, scope);
    }
  }

  /** The outermost scope also sees the inputs at the root; an inner one reaches out only by `../`. */
  #lookUp(path: string, scope: Scope): Json | undefined {
    if (path.startsWith('../')) return this.#lookUp(path.slice(3), scope.parent ?? scope);
    if (path.startsWith('@') && Object.hasOwn(scope.names, path)) return scope.names[path];
    if (path.startsWith('@root.')) return valueAt(this.#root, path.slice('@root.'.length));
    const found = valueAt(scope.value, path);
    return found === undefined && !scope.parent ? valueAt(this.#root, path) : found;
  }

  #argument({ text, quoted }: Argument, scope: Scope): HelperArgument {
    return { text, value: quoted ? text : this.#lookUp(text, scope) };
  }

  #call(name: string, args: readonly Argument[], scope: Scope): Json {
    const helper = inlineHelpers.get(name);
    if (!helper)
      throw new Error(`The template uses the helper "${name}", which the server does not document.`);
    const seen = args.map((argument) => this.#argument(argument, scope));
    if (seen.length < (cursorHelpers.get(name) ?? 0)) seen.push({ text: 'this', value: underCursor(scope) });
    return helper(seen);
  }

  #inner(value: Json | undefined, outer: Scope, names: Record<string, Json> = {}): Scope {
    return { value, parent: outer, names: { ...outer.names, ...names } };
  }

  #each(list: readonly Json[], body: readonly TemplateNode[], scope: Scope): string {
    return list
      .map((item, index) =>
        this.nodes(
          body,
          this.#inner(item, scope, {
            '@index': index,
            '@first': index === 0,
            '@last': index === list.length - 1,
          }),
        ),
      )
      .join('');
  }

  #block(node: TemplateNode & { kind: 'block' }, scope: Scope): string {
    const subjectPath = ['if', 'unless', 'each', 'with', 'getTokenValue', 'equals'].includes(node.name)
      ? (node.args[0]?.text ?? 'this')
      : node.name;
    const subject = this.#lookUp(subjectPath, scope);
    const otherwise = (): string => this.nodes(node.otherwise, scope);
    switch (node.name) {
      case 'if':
        return isYes(subject) ? this.nodes(node.body, scope) : otherwise();
      case 'unless':
        return isYes(subject) ? otherwise() : this.nodes(node.body, scope);
      case 'with':
      case 'getTokenValue':
        return isYes(subject) ? this.nodes(node.body, this.#inner(subject, scope)) : otherwise();
      case 'each':
        return isYes(subject) ? this.#each(asList(subject), node.body, scope) : otherwise();
      case 'equals': {
        const other = node.args[1] ? this.#argument(node.args[1], scope) : undefined;
        const same = textOf(subject) === (other?.value === undefined ? other?.text : textOf(other.value));
        return same ? this.nodes(node.body, scope) : otherwise();
      }
      default:
        return this.#sectionOrHelper(node, subject, scope);
    }
  }

  #sectionOrHelper(node: TemplateNode & { kind: 'block' }, subject: Json | undefined, scope: Scope): string {
    if (inlineHelpers.has(node.name)) {
      const text = textOf(this.#call(node.name, node.args, scope));
      return node.raw ? text : htmlEncoded(text);
    }
    if (node.args.length > 0)
      throw new Error(
        `The template uses the block helper "${node.name}", which the server does not document.`,
      );
    if (node.inverted) return isYes(subject) ? '' : this.nodes(node.body, scope);
    if (!isYes(subject)) return this.nodes(node.otherwise, scope);
    if (Array.isArray(subject)) return this.#each(asList(subject), node.body, scope);
    const enters = typeof subject === 'object' && subject !== null;
    return this.nodes(node.body, enters ? this.#inner(subject, scope) : scope);
  }
}

/** What a helper works on that is given nothing else: of a list of plain texts, the text itself. */
function underCursor({ value }: Scope): Json {
  return valueAt(value, 'defaultResultKey') ?? value ?? null;
}

function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value];
}

/**
 * Renders `template` with `value` under the cursor and `root` (the inputs, `endpoint`, `system`) seen beneath it.
 * Throws with one sentence when the template is malformed, too deep, too slow, or uses an unknown helper.
 */
export function renderTemplate(template: string, root: Json, value: Json = root): string {
  return new Renderer(root).nodes(parseTemplate(template), { value, names: {} });
}
