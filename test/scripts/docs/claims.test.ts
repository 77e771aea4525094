import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findTasks } from '../../../scripts/build/entries.ts';
import { claimsOf } from '../../../scripts/docs/claims.ts';
import { isObject, readJsonObject } from '../../../scripts/json.ts';
import { root } from '../support/extension.ts';

// `dist` is made, `node_modules` is fetched: what lies there is no claim about the repository.
const folders = readdirSync(root, { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isDirectory() && !['dist', 'node_modules', '.git', '.cache', 'coverage'].includes(entry.name),
  )
  .map((entry) => entry.name);

const markdown = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));

const pages = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...markdown('docs'),
  ...findTasks(root).map(({ folder }) => `${folder}/README.md`),
];

describe('scripts/docs/claims.ts', () => {
  it('reads paths, scripts and links of a page, and leaves examples alone', () => {
    const page = [
      'See `src/core/a.ts`, `contoso/a.ts`, `tasks/*/v1`, `npm run build` and [b](../b.md#c), [d](https://d.example/e).',
      '```sh',
      'npm run --silent package && cat `src/none.ts`',
      '```',
    ].join('\n');
    assert.deepEqual(claimsOf(page, ['src', 'tasks']), {
      paths: ['src/core/a.ts'],
      scripts: ['build', 'package'],
      links: ['../b.md'],
    });
  });
});

describe('the pages of the project', () => {
  const scripts = readJsonObject(join(root, 'package.json'))['scripts'];
  const known = isObject(scripts) ? Object.keys(scripts) : [];

  it('are all seen', () => {
    assert.ok(
      pages.includes('README.md') && pages.some((page) => page.startsWith('docs/')),
      pages.join(', '),
    );
    assert.ok(known.includes('package'));
  });

  for (const page of pages) {
    it(`claim nothing that is not there: ${page}`, () => {
      const { paths, scripts: named, links } = claimsOf(readFileSync(join(root, page), 'utf8'), folders);
      assert.deepEqual(
        paths.filter((path) => !existsSync(join(root, path))),
        [],
        'files that are not there',
      );
      assert.deepEqual(
        named.filter((script) => !known.includes(script)),
        [],
        'npm scripts that are not there',
      );
      assert.deepEqual(
        links.filter((link) => !existsSync(join(root, dirname(page), link))),
        [],
        'links that lead nowhere',
      );
    });
  }
});
