// The package as `npm run package` made it (npm test does so first).
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { packedVsix, sizes } from '../../bench/size.ts';
import { findTasks } from '../../scripts/build/entries.ts';
import type { Json, JsonObject } from '../../scripts/json.ts';
import { isObject, objectsAt, readJsonObject, textAt } from '../../scripts/json.ts';
import { readZip } from '../../scripts/package/normalise-zip.ts';
import { stageFolder } from '../../scripts/stage.ts';
import { validateStage } from '../../scripts/validate/validate-stage.ts';
import { overBudget } from '../../scripts/budgets.ts';
import { root } from './support/extension.ts';

describe('scripts/package.ts', () => {
  let entries: ReadonlyMap<string, Buffer> = new Map();
  before(async () => (entries = await readZip(packedVsix(root))));
  const json = (name: string): JsonObject => {
    const value = JSON.parse(entries.get(name)?.toString() ?? 'null') as Json;
    assert.ok(isObject(value), `${name} is not in the package`);
    return value;
  };

  it('packs of each task what an agent needs, and nothing else', () => {
    const wanted = findTasks(root).flatMap(({ folder }) =>
      ['task.json', 'icon.png', 'index.js', 'deferred.js'].map((file) => `${folder}/${file}`),
    );
    assert.ok(wanted.length >= 8);
    assert.deepEqual([...entries.keys()].filter((name) => name.startsWith('tasks/')).sort(), wanted.sort());
  });

  it('packs the page, the licence and the notices of what is bundled', () => {
    for (const name of ['overview.md', 'LICENSE.txt', 'images/extension-icon.png'])
      assert.ok(entries.has(name), name);
    const notices = entries.get('ThirdPartyNotices.txt')?.toString() ?? '';
    for (const name of ['@azure/identity', 'azure-pipelines-task-lib', 'zod'])
      assert.ok(notices.includes(`\n${name} `), name);
  });

  it('contributes one artifact type and every task', () => {
    const contributions = objectsAt(json('extension.vsomanifest'), 'contributions');
    const folders = new Set(findTasks(root).map(({ folder }) => folder.split('/').slice(0, -1).join('/')));
    assert.deepEqual(
      contributions.flatMap((one) => textAt(one['properties'], 'name') ?? []).sort(),
      ['AzureMLModelRelease', ...folders].sort(),
    );
  });

  it('carries the version of package.json, and the major version of each task', () => {
    const version = textAt(readJsonObject(join(root, 'package.json')), 'version') ?? '';
    assert.ok(entries.get('extension.vsixmanifest')?.toString().includes(`Version="${version}"`));
    const [, minor, patch] = version.split('.').map(Number);
    for (const { folder } of findTasks(root)) {
      assert.deepEqual(json(`${folder}/task.json`)['version'], {
        Major: Number(/v(\d+)$/.exec(folder)?.[1]),
        Minor: minor,
        Patch: patch,
      });
    }
  });

  it('names no folder of this machine', () => {
    for (const [name, content] of entries) assert.ok(!content.includes(root), name);
  });

  it('is what the validator passed', () => {
    assert.deepEqual(validateStage(stageFolder(root, 'release')), []);
  });

  it('is within its budget', () => {
    const measured = sizes(root);
    assert.ok(measured.length >= 5);
    assert.deepEqual(
      measured.flatMap((one) => overBudget(one) ?? []),
      [],
    );
  });
});
