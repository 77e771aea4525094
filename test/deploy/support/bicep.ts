// Reads a Bicep file with the grammar that editors use: where it cannot be read, and which names it uses undeclared. What a
// resource may hold is not checked: the compiler of Bicep is no package of any registry.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

const require = createRequire(import.meta.url);

export interface BicepFile {
  readonly text: string;
  /** The lines that cannot be read. */
  readonly unreadable: readonly number[];
  /** Names that are used and declared nowhere. */
  readonly undeclared: readonly string[];
  /** Each resource by its symbolic name: type with api-version, and its text. */
  readonly resources: ReadonlyMap<string, { readonly type: string; readonly text: string }>;
}

export async function readBicep(path: string): Promise<BicepFile> {
  await Parser.init();
  const grammar = readFileSync(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));
  const parser = new Parser().setLanguage(await Language.load(grammar));
  const text = readFileSync(path, 'utf8');
  const tree = parser.parse(text);
  if (tree === null) throw new Error(`${path} was not parsed`);
  const nodes = [...all(tree.rootNode)];
  const declarations = nodes.filter(({ type }) => type.endsWith('_declaration'));
  // A call in an array is read as a name and a parenthesis; this is the only function that is called there.
  const declared = new Set([
    'resourceGroup',
    ...declarations.flatMap((node) => node.namedChild(0)?.text ?? []),
    ...[...text.matchAll(/for \(?(\w+)(?:, (\w+)\))? in/g)].flatMap(([, item = '', index = '']) => [
      item,
      index,
    ]),
  ]);
  const used = nodes.filter((node) => node.type === 'identifier' && !isName(node)).map((node) => node.text);
  const resources = declarations
    .filter(({ type }) => type === 'resource_declaration')
    .map((node) => {
      const [name = '', type = ''] = [0, 1].map((index) => node.namedChild(index)?.text);
      return [name, { type: type.replaceAll("'", ''), text: node.text }] as const;
    });
  return {
    text,
    unreadable: nodes
      .filter((node) => node.isError || node.isMissing)
      .map((node) => node.startPosition.row + 1),
    undeclared: used.filter((name) => !declared.has(name)),
    resources: new Map(resources),
  };
}

function* all(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) if (child !== null) yield* all(child);
}

/** True for what is named there: a declaration, a key, or a function of the language. */
function isName(node: Node): boolean {
  const { parent } = node;
  if (parent === null) return false;
  const isFirst = parent.namedChild(0)?.id === node.id;
  return isFirst && /_declaration$|^object_property$|^call_expression$/.test(parent.type);
}
