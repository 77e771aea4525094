import assert from 'node:assert/strict';
import { createFailures } from '../../artifact-source/failures.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import type { WatchEvent } from '../../src/core/watch/event.ts';

const mistake = (model: string) => fail('ModelNotFound', { model, source: "workspace 'prod'" });
const passing = fail('AzureThrottled', { resource: 'models', attempts: 3 });

describe('artifact-source/failures.ts', () => {
  let events: WatchEvent[];
  let guard: (error?: Error, action?: string) => Promise<{ readonly value: string } | undefined>;
  beforeEach(() => {
    events = [];
    const failures = createFailures({ emit: (event) => events.push(event) });
    guard = (error, action = 'check') =>
      failures.guard({ action }, () =>
        error === undefined ? Promise.resolve('done') : Promise.reject(error),
      );
  });

  it('gives the value of work that succeeds', async () => {
    assert.deepEqual(await guard(), { value: 'done' });
    assert.deepEqual(events, []);
  });

  it('tells of a mistake of the user once, until it changes or was mended', async () => {
    for (let count = 0; count < 3; count += 1) assert.equal(await guard(mistake('a')), undefined);
    assert.equal(events.length, 1);
    await guard(mistake('b'));
    assert.equal(events.length, 2);
    await guard();
    await guard(mistake('b'));
    assert.equal(events.length, 3);
    await guard(mistake('b'), 'another step');
    assert.equal(events.length, 4);
  });

  it('tells of a passing fault every time', async () => {
    await guard(passing);
    await guard(passing);
    assert.deepEqual(
      events.map((event) => event.event === 'failed' && event.code),
      ['AzureThrottled', 'AzureThrottled'],
    );
  });

  it('throws on what is a fault of the program', async () => {
    await assert.rejects(guard(new TypeError('bug')), /bug/);
  });
});
