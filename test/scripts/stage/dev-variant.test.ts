import assert from 'node:assert/strict';
import { devFragment, devGuid, devManifest, devTask } from '../../../scripts/stage/dev-variant.ts';
import { judge } from '../../../scripts/validate/validate-stage.ts';
import { textAt } from '../../../scripts/json.ts';
import { ownExtension } from '../support/extension.ts';

describe('scripts/stage/dev-variant.ts', () => {
  it('gives the extension, its tasks and its artifact type other names', () => {
    assert.deepEqual(devManifest({ id: 'a', name: 'A', version: '1.2.3' }), {
      id: 'a-dev',
      name: 'A (dev)',
      version: '1.2.3',
    });
    const task = devTask({ id: '7a3f9c52-5d0e-4b8a-9d6c-2f1e8b7c4a10', name: 'Get', friendlyName: 'Get it' });
    assert.deepEqual(task, {
      id: '00000000-5d0e-4b8a-9d6c-2f1e8b7c4a10',
      name: 'GetDev',
      friendlyName: 'Get it (dev)',
    });
  });

  it('leaves fragments without an artifact type as they are', () => {
    const fragment = { contributions: [{ id: 'a', type: 'ms.vss-distributed-task.task' }] };
    assert.deepEqual(devFragment(fragment), fragment);
    assert.deepEqual(devFragment({ files: [] }), { files: [] });
  });

  it('makes an extension that the validator passes, and whose ids the published one has not', () => {
    const own = ownExtension();
    const dev = {
      ...own,
      manifest: { ...own.manifest, value: devManifest(own.manifest.value) },
      fragments: own.fragments.map((fragment) => ({ ...fragment, value: devFragment(fragment.value) })),
      tasks: own.tasks.map((task) => ({ ...task, value: devTask(task.value) })),
    };
    assert.deepEqual(judge(dev), []);
    const text = JSON.stringify(dev);
    const ids = own.tasks.flatMap((task) => textAt(task.value, 'id') ?? []);
    assert.ok(ids.length > 0);
    for (const id of ids) {
      assert.ok(!text.includes(id), id);
      assert.ok(text.includes(devGuid(id)));
    }
  });
});
