import assert from 'node:assert/strict';
import { Teardown } from '../../../../apps/emulator/kernel/teardown.ts';

describe('apps/emulator/kernel/teardown.ts', () => {
  it('ends in the opposite order, once, and goes on after a failure', async () => {
    const lines: string[] = [];
    const order: string[] = [];
    const teardown = new Teardown((line) => lines.push(line));
    const step = (name: string) =>
      teardown.add(name, async () => {
        order.push(name);
        await Promise.resolve();
      });
    step('first');
    teardown.add('second', () => Promise.reject(new Error('stuck')));
    step('third');
    await Promise.all([teardown.run(), teardown.run()]);
    assert.deepEqual(order, ['third', 'first']);
    assert.deepEqual(lines, ['second did not end cleanly: stuck']);
  });
});
