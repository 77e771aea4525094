// Parses the server's mustache dialect: {{value}}, {{{raw}}}, {{helper a b}}, {{ #helper a b }} and {{#block}}...{{/block}}.
import { inlineHelpers } from './template-helpers.ts';

export interface Argument {
  readonly text: string;
  readonly quoted: boolean;
}

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: string; readonly raw: boolean }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Argument[];
      readonly raw: boolean;
    }
  | {
      readonly kind: 'block';
      readonly name: string;
      readonly args: readonly Argument[];
      readonly inverted: boolean;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
      /** A block helper's result is written as it is when its opening tag had three braces. */
      readonly raw: boolean;
    };

interface Tag {
  readonly start: number;
  readonly end: number;
  readonly content: string;
  readonly raw: boolean;
}

/** The server stops at this depth of nested blocks. */
const maxDepth = 20;

const wordPattern = /'([^']*)'|"([^"]*)"|(\S+)/g;

function words(text: string): Argument[] {
  return [...text.matchAll(wordPattern)].map((match) => ({
    text: match[1] ?? match[2] ?? match[3] ?? '',
    quoted: match[3] === undefined,
  }));
}

function tagsOf(template: string): Tag[] {
  const tags: Tag[] = [];
  let at = template.indexOf('{{');
  while (at >= 0) {
    const raw = template.startsWith('{{{', at);
    const closing = raw ? '}}}' : '}}';
    const end = template.indexOf(closing, at);
    if (end < 0) throw new Error(`The template has an opening ${raw ? '{{{' : '{{'} without ${closing}.`);
    const width = closing.length;
    tags.push({ start: at, end: end + width, content: template.slice(at + width, end), raw });
    at = template.indexOf('{{', end + width);
  }
  return tags;
}

class Parser {
  readonly #template: string;
  readonly #tags: readonly Tag[];
  #next = 0;
  #position = 0;

  constructor(template: string) {
    this.#template = template;
    this.#tags = tagsOf(template);
  }

  /** Parses up to the end, or up to {{/closing}} or {{else}}; says which of the two stopped it. */
  parse(depth: number, closing?: string): { nodes: TemplateNode[]; stoppedAtElse: boolean } {
    if (depth > maxDepth) throw new Error(`The template is nested deeper than ${maxDepth} levels.`);
    const nodes: TemplateNode[] = [];
    for (;;) {
      const tag = this.#tags[this.#next];
      const text = this.#template.slice(this.#position, tag?.start);
      if (text !== '') nodes.push({ kind: 'text', text });
      if (!tag) {
        if (closing !== undefined) throw new Error(`The template's block {{#${closing}}} is never closed.`);
        return { nodes, stoppedAtElse: false };
      }
      this.#next += 1;
      this.#position = tag.end;
      const content = tag.content.trim();
      if (closing !== undefined && content === 'else') return { nodes, stoppedAtElse: true };
      if (content.startsWith('/')) {
        if (closing !== undefined && content.slice(1).trim().toLowerCase() === closing.toLowerCase())
          return { nodes, stoppedAtElse: false };
        throw new Error(`The template closes {{${content}}}, which is not open.`);
      }
      if (!content.startsWith('!')) nodes.push(this.#node(tag, content, depth));
    }
  }

  #node(tag: Tag, content: string, depth: number): TemplateNode {
    const sigil = content[0];
    const [name, ...args] = words(sigil === '#' || sigil === '^' ? content.slice(1) : content);
    if (!name) throw new Error('The template has an empty {{}}.');
    if (sigil === '^' || (sigil === '#' && !this.#isInlineHelper(tag, name.text)))
      return this.#block(depth, { name: name.text, args, inverted: sigil === '^', raw: tag.raw });
    if (sigil !== '#' && args.length === 0 && !inlineHelpers.has(name.text))
      return { kind: 'value', path: name.text, raw: tag.raw };
    return { kind: 'call', name: name.text, args, raw: tag.raw };
  }

  /** `{{ #helper a }}`, with a blank before the sign, never has a closing tag; without it, a closing tag decides. */
  #isInlineHelper(tag: Tag, name: string): boolean {
    if (!inlineHelpers.has(name)) return false;
    if (tag.content.startsWith(' ')) return true;
    const close = `/${name}`.toLowerCase();
    return !this.#tags.slice(this.#next).some((later) => later.content.trim().toLowerCase() === close);
  }

  #block(
    depth: number,
    head: { name: string; args: readonly Argument[]; inverted: boolean; raw: boolean },
  ): TemplateNode {
    const main = this.parse(depth + 1, head.name);
    const otherwise = main.stoppedAtElse ? this.parse(depth + 1, head.name).nodes : [];
    return { kind: 'block', ...head, body: main.nodes, otherwise };
  }
}

/** Parses a template. Throws with one sentence when it is malformed. */
export function parseTemplate(template: string): readonly TemplateNode[] {
  return new Parser(template).parse(0).nodes;
}
