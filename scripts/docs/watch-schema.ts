// docs/watch.schema.json: what watch.yml may say, for editors; made from the schema that the watcher itself reads it with.
import * as z from 'zod';
import { watchFileSchema } from '../../apps/watcher/configuration.ts';

interface SchemaNode {
  description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** @param page docs/watcher.md, whose table of keys describes them */
export function watchSchema(page: string): string {
  // The draft that editors know best.
  const schema = z.toJSONSchema(watchFileSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  for (const [key, meaning] of describedKeys(page)) {
    const node = nodeAt(schema as SchemaNode, key);
    if (node !== undefined) node.description = meaning;
  }
  const title = 'watch.yml of azureml-release-watch';
  return `${JSON.stringify({ ...schema, title }, null, 2)}\n`;
}

/** The keys of the page's tables with their meaning, e.g. `watches[].model`. */
export function describedKeys(page: string): ReadonlyMap<string, string> {
  const rows = page.matchAll(/^\| (`[^|]+`) \| ([^|]+) \|[^|]*\|$/gm);
  return new Map(
    [...rows].flatMap(([, keys = '', meaning = '']) =>
      [...keys.matchAll(/`([^`]+)`/g)].map(([, key = '']) => [key, plain(meaning)] as const),
    ),
  );
}

/** The keys of two levels, spelt as the page spells them. */
export function keysOf(schemaText: string): readonly string[] {
  const { properties = {} } = JSON.parse(schemaText) as SchemaNode;
  return Object.entries(properties).flatMap(([key, node]) => {
    const [prefix, inner] = node.items === undefined ? [key, node] : [`${key}[]`, node.items];
    const below = Object.keys(inner.properties ?? {}).map((name) => `${prefix}.${name}`);
    return below.length === 0 ? [prefix] : below;
  });
}

function nodeAt(root: SchemaNode, key: string): SchemaNode | undefined {
  return key.split('.').reduce<SchemaNode | undefined>((node, part) => {
    const name = part.replace(/\[\]$/, '');
    const found = node?.properties?.[name];
    return part === name ? found : found?.items;
  }, root);
}

/** Markdown as a tooltip shows it. */
function plain(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll('`', '')
    .trim();
}
