import assert from 'node:assert/strict';
import { createDeploymentLogs } from '../../../../../apps/emulator/azure-ml/online/deployment-logs.ts';

describe('apps/emulator/azure-ml/online/deployment-logs.ts', () => {
  it('keeps the two containers apart and gives the last lines', () => {
    const logs = createDeploymentLogs();
    logs.add('InferenceServer', 'one\ntw');
    logs.add('InferenceServer', 'o\nthree\n');
    logs.add('StorageInitializer', 'model\n');
    assert.equal(logs.read('InferenceServer', undefined), 'one\ntwo\nthree\n');
    assert.equal(logs.read('InferenceServer', 2), 'two\nthree');
    assert.equal(logs.read('InferenceServer', 9), 'one\ntwo\nthree');
    assert.equal(logs.read('InferenceServer', 0), '');
    assert.equal(logs.read('StorageInitializer', undefined), 'model\n');
  });

  it('forgets the oldest of what is too much', () => {
    const logs = createDeploymentLogs();
    for (let index = 0; index < 30; index += 1) logs.add('InferenceServer', `${index}`.padEnd(100_000, '.'));
    const kept = logs.read('InferenceServer', undefined);
    assert.equal(kept.length, 1_000_000);
    assert.ok(kept.startsWith('20.'));
  });
});
