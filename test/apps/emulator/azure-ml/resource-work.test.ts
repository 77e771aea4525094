import assert from 'node:assert/strict';
import { newlyKept, refuseBusy } from '../../../../apps/emulator/azure-ml/kept.ts';
import { OperationTracker } from '../../../../apps/emulator/azure-ml/long-running.ts';
import { workOn } from '../../../../apps/emulator/azure-ml/resource-work.ts';
import { HeldTime } from '../support/held-time.ts';

const scope = {
  ...{
    tenantId: 't',
    subscriptionId: 's',
    subscriptionName: 'S',
    resourceGroup: 'g',
    location: 'westeurope',
  },
  ...{ workspace: 'demo', workspaceId: 'w', registry: 'r' },
};

function endpoint() {
  const caller = { clientId: 'c', objectId: 'o', audience: 'a' };
  const call = {
    ...{ params: {}, query: () => undefined, body: {}, caller, apiVersion: '', now: new Date(0) },
    ...{ origin: 'https://arm', path: '/', search: new URLSearchParams() },
  };
  const kept = newlyKept('fraud', {}, { at: '2026-11-21T00:00:00.0000000+00:00', call });
  const time = new HeldTime();
  time.passes = false;
  const tracker = new OperationTracker({
    ...{ scope, time, minimumMs: 0, retryAfterSeconds: 1, log: () => undefined },
  });
  return { kept, tracker, end: () => time.release() };
}

describe('apps/emulator/azure-ml/resource-work.ts', () => {
  it('lets nobody else work on a resource until its operation has ended', async () => {
    const { kept, tracker, end } = endpoint();
    workOn(kept, 'Deleting', tracker, { prefix: 'oeidp', work: () => undefined });
    assert.throws(() => refuseBusy('online endpoint', kept), /'fraud' is already in progress \(Deleting\)/);
    await end();
    await tracker.close();
    refuseBusy('online endpoint', kept);
    assert.equal(kept.provisioningState, 'Succeeded');
  });

  for (const state of ['Creating', 'Updating', 'Deleting'] as const)
    it(`leaves a resource whose work failed while ${state} as failed, and free for the next request`, async () => {
      const { kept, tracker, end } = endpoint();
      const work = () => Promise.reject(new Error('the disk is full'));
      const id = workOn(kept, state, tracker, { prefix: 'oeidp', work });
      await end();
      await tracker.close();
      refuseBusy('online endpoint', kept);
      assert.equal(kept.provisioningState, 'Failed');
      assert.equal((tracker.status(id).body as { status: string }).status, 'Failed');
    });
});
