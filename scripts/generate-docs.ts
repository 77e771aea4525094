// `npm run docs`: writes the pages that are made from code. With `-- --check` it writes nothing and fails where a page is out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { findTasks } from './build/entries.ts';
import { errorPage } from './docs/error-page.ts';
import { withFlagTables } from './docs/flag-tables.ts';
import { mappingPage } from './docs/mapping-page.ts';
import { withTables } from './docs/task-tables.ts';
import { watchSchema } from './docs/watch-schema.ts';
import { readJsonObject } from './json.ts';

/** Every generated page: file below the repository root -> what it must hold. */
export function generatedPages(root: string): ReadonlyMap<string, string> {
  const readmes = findTasks(root).map(({ folder }) => {
    const file = `${folder}/README.md`;
    const task = readJsonObject(join(root, folder, 'task.json'));
    return [file, withTables(readFileSync(join(root, file), 'utf8'), task)] as const;
  });
  const watcherPage = readFileSync(join(root, 'docs/watcher.md'), 'utf8');
  return new Map([
    ['docs/cli.md', withFlagTables(readFileSync(join(root, 'docs/cli.md'), 'utf8'))],
    ['docs/errors.md', errorPage()],
    ['docs/mapping.md', mappingPage()],
    ['docs/watch.schema.json', watchSchema(watcherPage)],
    ...readmes,
  ]);
}

/** The generated pages that are not as they must be. */
export const outdatedPages = (root: string): readonly string[] =>
  [...generatedPages(root)]
    .filter(
      ([file, text]) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text,
    )
    .map(([file]) => file);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const root = join(import.meta.dirname, '..');
  const outdated = outdatedPages(root);
  if (values.check && outdated.length > 0) {
    console.error(`Out of date: ${outdated.join(', ')}. Run npm run docs.`);
    process.exitCode = 1;
  } else {
    const pages = generatedPages(root);
    for (const file of outdated) {
      writeFileSync(join(root, file), pages.get(file) ?? '');
      console.log(`wrote ${file}`);
    }
  }
}
