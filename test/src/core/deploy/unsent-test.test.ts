import assert from 'node:assert/strict';
import { targets } from '../../../../src/core/config/target.ts';
import { unsentTest } from '../../../../src/core/deploy/unsent-test.ts';

describe('src/core/deploy/unsent-test.ts', () => {
  it('says of devices only that nobody sends them the test request', () => {
    const silent = targets.filter((target) => unsentTest(target, '{}') !== undefined);
    assert.deepEqual(silent, ['iotedge']);
    assert.equal(unsentTest('iotedge', undefined), undefined);
  });
});
