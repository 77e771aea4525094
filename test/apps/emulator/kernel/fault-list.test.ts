import assert from 'node:assert/strict';
import { FaultList } from '../../../../apps/emulator/kernel/fault-list.ts';

describe('apps/emulator/kernel/fault-list.ts', () => {
  it('hits the first rule that matches, until it is used up', () => {
    const faults = new FaultList();
    faults.add({ times: 1, method: 'PUT', status: 409 });
    faults.add({ times: 2, status: 503 });
    assert.equal(faults.take('GET', '/a')?.rule.status, 503);
    assert.equal(faults.take('PUT', '/a')?.rule.status, 409);
    assert.equal(faults.take('PUT', '/a')?.rule.status, 503);
    assert.equal(faults.take('PUT', '/a'), undefined);
  });
});
