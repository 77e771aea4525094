import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorOf } from '../../scripts/docs/error-page.ts';
import { inputTables, outputTable, withTables } from '../../scripts/docs/task-tables.ts';
import { generatedPages, outdatedPages } from '../../scripts/generate-docs.ts';
import { catalogue, fail } from '../../src/core/errors/catalogue.ts';
import type { ErrorCode } from '../../src/core/errors/catalogue.ts';
import { describeError } from '../../src/core/errors/extension-error.ts';
import { root } from './support/extension.ts';

describe('scripts/generate-docs.ts', () => {
  it('finds every page as it must be (npm run docs)', () => {
    assert.ok(generatedPages(root).size >= 3);
    assert.deepEqual(outdatedPages(root), []);
  });

  it('has a heading for each error, and an error for each heading', () => {
    const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
    const headings = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
    assert.ok(headings.length > 10);
    assert.deepEqual(headings, Object.keys(catalogue).sort());
  });

  it('is where every error points to', () => {
    const code = Object.keys(catalogue)[0] as ErrorCode;
    const error = fail(code, catalogue[code].sample as never);
    assert.ok(describeError(error).includes(`docs/errors.md#${anchorOf(code)}]`));
  });
});

const task = {
  groups: [{ name: 'model', displayName: 'Model' }],
  inputs: [
    { name: 'alone', type: 'string', helpMarkDown: 'Without a group.' },
    {
      name: 'kind',
      aliases: ['sort'],
      type: 'pickList',
      required: true,
      defaultValue: 'a',
      groupName: 'model',
      helpMarkDown: 'One | two\nlines.',
      options: { a: 'A', b: 'B' },
    },
  ],
  outputVariables: [{ name: 'path', description: 'Where it is.' }],
};

describe('scripts/docs/task-tables.ts', () => {
  it('makes a table for each group, in the order of the form', () => {
    assert.equal(
      inputTables(task),
      [
        '| Input | Required | Default | Meaning |',
        '| --- | --- | --- | --- |',
        '| `alone` |  |  | Without a group. |',
        '',
        '### Model',
        '',
        '| Input | Required | Default | Meaning |',
        '| --- | --- | --- | --- |',
        '| `kind` or `sort` | yes | `a` | One \\| two lines. One of: `a`, `b`. |',
      ].join('\n'),
    );
  });

  it('puts the tables between their marks and keeps the rest', () => {
    const readme =
      'Before\n<!-- inputs:begin -->old<!-- inputs:end -->\n<!-- outputs:begin --><!-- outputs:end -->\nAfter';
    const page = withTables(readme, task);
    assert.ok(page.startsWith('Before\n<!-- inputs:begin -->\n\n| Input'));
    assert.ok(page.endsWith(`${outputTable(task)}\n\n<!-- outputs:end -->\nAfter`));
    assert.equal(withTables(page, task), page, 'a second time changes nothing');
  });

  it('refuses a page without marks', () => {
    assert.throws(() => withTables('No marks.', task), /no marks <!-- inputs:begin -->/);
  });
});
