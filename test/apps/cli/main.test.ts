// The command line as it ships: bundled, in a process of its own, on real files.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleApp } from '../../../scripts/build/task-bundle.ts';
import { findDuplicates } from '../../../scripts/build/duplicates.ts';
import { apps } from '../../../scripts/build/entries.ts';

const root = join(import.meta.dirname, '../../..');
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

/** The result and what it has to be. The artifact itself depends on our contribution and is held to it elsewhere. */
const withoutArtifact = (text: string): string => {
  const start = text.indexOf('    {\n      "sourceId"');
  return `${text.slice(0, start)}${text.slice(text.indexOf('\n    },\n', start))}`;
};

describe('apps/cli/main.ts', function () {
  this.timeout(60_000); // it is bundled first
  let folder: string;
  let program: string;
  const at = (name: string) => join(folder, name);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'azureml-release-'));
    const entry = apps.find(({ name }) => name === 'azureml-release');
    assert.ok(entry, 'the build makes no command line');
    const bundle = await bundleApp(entry, { root, outDir: folder, metaDir: at('meta') });
    assert.deepEqual(findDuplicates([bundle.metafile]), []);
    program = join(folder, bundle.path);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...argv: readonly string[]) =>
    new Promise<{ status: number; out: string; aside: string }>((resolve) => {
      execFile(process.execPath, [program, ...argv], { cwd: folder }, (error, out, aside) => {
        resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, aside });
      });
    });

  for (const [name, golden] of [
    ['pipeline.yml', 'pipeline.expected.yml'],
    ['release.json', 'release.expected.json'],
  ] as const) {
    it(`rewrites a realistic ${name}, and finds nothing more to change in the result`, async () => {
      const place = ['--resource-group', 'ml', '--workspace', 'prod'];
      const first = await run('migrate', fixture(name), ...place, '--output', `new-${name}`, '--json');
      assert.deepEqual([first.status, first.aside], [1, '']);
      const [result = '', wanted] = [at(`new-${name}`), fixture(golden)].map((path) =>
        readFileSync(path, 'utf8'),
      );
      if (name === 'release.json') assert.equal(withoutArtifact(result), wanted);
      else assert.equal(result, wanted);
      const again = await run('migrate', `new-${name}`, ...place, '--in-place');
      assert.equal(again.status, 1);
      assert.match(again.out, /Nothing was written, as nothing had to change\.\n$/);
    });
  }

  it('writes the result to the standard output and the report beside it', async () => {
    const { status, out, aside } = await run('migrate', fixture('pipeline.yml'), '--output', '-');
    assert.equal(status, 1);
    assert.ok(out.startsWith('# Deploys the churn model'));
    assert.match(aside, /questions remain\.\nWritten to the standard output\.\n$/);
  });

  it('only looks without --output and --in-place', async () => {
    copyFileSync(fixture('release.json'), at('looked-at.json'));
    const { status, out } = await run('migrate', 'looked-at.json');
    assert.equal(status, 1);
    assert.match(out, /Nothing was written: add --output FILE or --in-place\.\n$/);
    assert.equal(readFileSync(at('looked-at.json'), 'utf8'), readFileSync(fixture('release.json'), 'utf8'));
  });

  it('never overwrites a file but the given one, and that only in place', async () => {
    writeFileSync(at('mine.yml'), 'mine');
    copyFileSync(fixture('pipeline.yml'), at('a.yml'));
    for (const target of ['mine.yml', 'a.yml']) {
      const { status, aside } = await run('migrate', 'a.yml', '--output', target);
      assert.equal(status, 2);
      assert.match(aside, /exists already, and it is not overwritten/);
    }
    assert.equal(readFileSync(at('mine.yml'), 'utf8'), 'mine');
    assert.equal(readFileSync(at('a.yml'), 'utf8'), readFileSync(fixture('pipeline.yml'), 'utf8'));
  });

  it('ends with 0 when everything was carried over', async () => {
    writeFileSync(at('plain.yml'), 'steps:\n- script: make\n');
    const { status, out } = await run('migrate', 'plain.yml', '--json');
    const report = JSON.parse(out) as { entries: unknown };
    assert.deepEqual([status, report.entries], [0, []]);
  });

  it('tells a program about an error as JSON, with status 2', async () => {
    const { status, out, aside } = await run('migrate', 'none.json', '--json');
    const { error } = JSON.parse(out) as { error: { code: string; message: string } };
    assert.deepEqual([status, aside, error.code], [2, '', 'FileNotFound']);
    assert.match(error.message, /none\.json/);
  });

  it('says what is missing when the watcher is not beside it', async () => {
    const { status, aside } = await run('watch', 'status');
    assert.equal(status, 2);
    assert.match(aside, /^The watcher is not beside the command line: .* has no watcher\.cjs\./);
  });

  it('runs the watcher that is beside it, with its arguments and its exit status', async () => {
    const watcher = apps.find(({ name }) => name === 'watcher');
    assert.ok(watcher);
    // Beneath the repository, where the watcher's native package is found.
    const place = mkdtempSync(join(root, 'node_modules', '.azureml-release-'));
    try {
      for (const entry of [watcher, ...apps.filter(({ name }) => name === 'azureml-release')]) {
        await bundleApp(entry, { root, outDir: place, metaDir: join(place, 'meta') });
      }
      program = join(place, 'apps', 'azureml-release.cjs');
      const help = await run('watch', '--help');
      assert.deepEqual([help.status, help.aside], [0, '']);
      assert.match(help.out, /explain MODEL VERSION/);
      const { status, aside } = await run('watch', 'explain', 'fraud', '7', '--state', 'none.db');
      assert.equal(status, 2);
      assert.match(aside, /^There is no state file 'none\.db'\./);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
});
