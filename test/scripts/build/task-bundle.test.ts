import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTasks } from '../../../scripts/build/entries.ts';
import { findDuplicates } from '../../../scripts/build/duplicates.ts';
import { bundleTask } from '../../../scripts/build/task-bundle.ts';
import type { Bundle } from '../../../scripts/build/task-bundle.ts';
import { skip } from '../../support/skip.ts';
import { root } from '../support/extension.ts';

const project = join(import.meta.dirname, '../fixtures/project');
const node24 = join(root, 'test/node24/node_modules/.bin/node');

describe('scripts/build/task-bundle.ts', function () {
  this.timeout(30_000);
  let out = '';
  const bundles = new Map<string, readonly Bundle[]>();

  // Outside the repository, as on an agent: our package.json would make index.js an ES module.
  before(async () => {
    out = mkdtempSync(join(tmpdir(), 'bundle-'));
    const places = { root: project, outDir: out, metaDir: join(out, 'meta') };
    for (const task of findTasks(project)) bundles.set(task.folder, await bundleTask(task, places));
  });
  after(() => rmSync(out, { recursive: true, force: true }));

  const folder = () => join(out, 'tasks/probe/v1');
  const run = (runtime: string) =>
    spawnSync(runtime, [join(folder(), 'index.js')], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '' },
    });

  it('finds the major versions of each task, and no other folders', () => {
    assert.deepEqual([...bundles.keys()], ['tasks/probe/v1', 'tasks/quiet/v1']);
  });

  it('puts what is imported dynamically into a second file', () => {
    assert.deepEqual(
      bundles.get('tasks/probe/v1')?.map(({ path }) => path),
      ['tasks/probe/v1/index.js', 'tasks/probe/v1/deferred.js'],
    );
    const first = readFileSync(join(folder(), 'index.js'), 'utf8');
    assert.doesNotMatch(first, /createRequire/, 'the SDK must not be in the first file');
  });

  it('makes one file of a task that imports nothing dynamically', () => {
    assert.deepEqual(
      bundles.get('tasks/quiet/v1')?.map(({ path }) => path),
      ['tasks/quiet/v1/index.js'],
    );
  });

  it('runs on this Node, SDKs and all', () => {
    const { stdout, stderr, status } = run(process.execPath);
    assert.match(stdout, /first line\ntrue true true\n/, stderr);
    assert.equal(status, 0);
  });

  it('runs on Node 24, and keeps compiled code in its own folder there', function () {
    if (!existsSync(node24)) skip(this, 'Node 24 is not installed: npm ci --prefix test/node24');
    const { stdout, stderr } = run(node24);
    assert.match(stdout, /first line\ntrue true true\n/, stderr);
    assert.ok(readdirSync(join(folder(), '.compile-cache')).length > 0);
    assert.match(run(node24).stdout, /first line\ntrue true true\n/);
  });

  it('carries no package twice', () => {
    const files = bundles.get('tasks/probe/v1') ?? [];
    assert.equal(files.length, 2);
    assert.deepEqual(findDuplicates(files.map(({ metafile }) => metafile)), []);
  });

  it('names no folder of this machine, so that the same sources give the same bytes everywhere', () => {
    for (const { path } of bundles.get('tasks/probe/v1') ?? []) {
      assert.ok(!readFileSync(join(out, path), 'utf8').includes(project), path);
    }
  });

  it('keeps what went into each file', () => {
    const metafile = JSON.parse(
      readFileSync(join(out, 'meta/tasks.probe.v1.index.js.json'), 'utf8'),
    ) as object;
    assert.deepEqual(metafile, JSON.parse(JSON.stringify(bundles.get('tasks/probe/v1')?.[0]?.metafile)));
  });
});
