// Finds files that import each other in a circle, types included: such files can only be understood and changed together.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Files by their paths, each with the files that it imports. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const specifier = /\bfrom\s+'(\.{1,2}\/[^']+\.ts)'|\bimport\(\s*'(\.{1,2}\/[^']+\.ts)'\s*\)/g;

function* sources(root: string, folder: string): Iterable<string> {
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name);
    if (statSync(join(root, path)).isDirectory()) yield* sources(root, path);
    else if (name.endsWith('.ts')) yield path;
  }
}

/** The imports of every TypeScript file in the folders. */
export function readImports(root: string, folders: readonly string[]): Imports {
  const imports = new Map<string, readonly string[]>();
  for (const path of folders.flatMap((folder) => [...sources(root, folder)])) {
    const found = [...readFileSync(join(root, path), 'utf8').matchAll(specifier)].map(
      ([, named = '', loaded = '']) => normalize(join(dirname(path), named + loaded)),
    );
    imports.set(
      path,
      found.filter((one) => existsSync(join(root, one))),
    );
  }
  return imports;
}

/**
 * The circles: of each, the files in the order in which they import each other, the first one in the alphabet first. Of
 * several through the same files one is enough to show.
 */
export function importCircles(imports: Imports): readonly (readonly string[])[] {
  const circles = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (path: string): void => {
    const start = way.indexOf(path);
    if (start >= 0) {
      const circle = way.slice(start);
      const first = circle.indexOf([...circle].sort()[0] ?? '');
      const turned = [...circle.slice(first), ...circle.slice(0, first)];
      circles.set(turned.join(' > '), turned);
      return;
    }
    if (done.has(path)) return;
    way.push(path);
    for (const imported of imports.get(path) ?? []) visit(imported);
    way.pop();
    done.add(path);
  };
  for (const path of imports.keys()) visit(path);
  return [...circles.values()];
}
