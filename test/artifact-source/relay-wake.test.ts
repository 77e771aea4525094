import assert from 'node:assert/strict';
import { createRelay } from '../../artifact-source/relay.ts';
import { allowedAddresses } from '../../src/core/relay/forward-address.ts';
import type { RelayEvent } from '../../src/core/relay/relay-event.ts';
import { gridEvent } from '../support/event-grid-events.ts';
import { type ManualClock, createManualClock } from '../support/manual-clock.ts';
import { createMemoryForwarded } from './support/memory-forwarded.ts';
import { type MemoryHook, createMemoryHook } from './support/memory-hook.ts';
import { createScriptedRegistry } from './support/scripted-registry.ts';
import { modelVersion, workspace } from './support/versions.ts';

const url = 'https://vsrm.dev.azure.com/contoso/_apis/Release/receiveExternalEvent/hook-id-of-the-test';

describe('artifact-source/relay.ts (waking watches)', () => {
  let clock: ManualClock;
  let hook: MemoryHook;
  let told: RelayEvent[];
  let woken: string[];

  const deliver = async (
    headers: Readonly<Record<string, string>>,
    answer: 'woken' | 'stand-by' | 'unwatched' = 'woken',
  ): Promise<number> => {
    const registry = createScriptedRegistry();
    registry.versions.push(modelVersion('7', 0));
    const relay = createRelay(
      { workspaces: [workspace], allowed: allowedAddresses('https://dev.azure.com/contoso'), perMinute: 600 },
      {
        registry,
        hook,
        clock,
        random: () => 0,
        forwarded: createMemoryForwarded(),
        events: { emit: (event) => told.push(event) },
      },
      {
        wake({ name }) {
          woken.push(name);
          return answer;
        },
      },
    );
    const delivery = relay.deliver({
      source: '10.0.0.1',
      header: (name) => headers[name],
      body: JSON.stringify([gridEvent(7)]),
      arrivedAt: clock.now(),
    });
    return (await clock.until(delivery)).status;
  };

  beforeEach(() => {
    clock = createManualClock();
    hook = createMemoryHook();
    told = [];
    woken = [];
  });

  it('wakes the watches of the workspace and is done, where the subscription names no hook', async () => {
    assert.equal(await deliver({}), 200);
    assert.deepEqual(woken, ['prod']);
    assert.deepEqual(
      told.map(({ event }) => event),
      ['received', 'woke', 'answered'],
    );
  });

  it('wakes them and forwards, where it names one', async () => {
    assert.equal(await deliver({ 'x-azureml-payload-url': url, 'x-azureml-secret': 's' }), 200);
    assert.deepEqual(woken, ['prod']);
    assert.equal(hook.calls.length, 1);
  });

  it('refuses an event without a hook where nothing is watched', async () => {
    assert.equal(await deliver({}, 'unwatched'), 403);
    assert.ok(!told.some(({ event }) => event === 'woke'));
  });

  it('has Event Grid come again where another watcher leads: the next delivery may reach that one', async () => {
    assert.equal(await deliver({}, 'stand-by'), 503);
  });

  it('refuses half a hook, watched or not', async () => {
    assert.equal(await deliver({ 'x-azureml-payload-url': url }), 403);
  });
});
