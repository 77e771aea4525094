import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRelay, deliveryPatience } from '../../artifact-source/relay.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { allowedAddresses } from '../../src/core/relay/forward-address.ts';
import type { RelayEvent } from '../../src/core/relay/relay-event.ts';
import type { Relay, RelayAnswer } from '../../src/ports/relay.ts';
import {
  cloudEvent,
  gridEvent,
  topic,
  validationCode,
  validationEvent,
} from '../support/event-grid-events.ts';
import { type ManualClock, createManualClock } from '../support/manual-clock.ts';
import { createMemoryForwarded } from './support/memory-forwarded.ts';
import { type MemoryHook, createMemoryHook } from './support/memory-hook.ts';
import { type ScriptedRegistry, createScriptedRegistry } from './support/scripted-registry.ts';
import { modelVersion, workspace } from './support/versions.ts';

const url = 'https://vsrm.dev.azure.com/contoso/_apis/Release/receiveExternalEvent/hook-id-of-the-test';
const secret = 'secret-of-the-hook';
const hookHeaders = { 'x-azureml-payload-url': url, 'x-azureml-secret': secret };

describe('artifact-source/relay.ts', () => {
  let registry: ScriptedRegistry;
  let hook: MemoryHook;
  let clock: ManualClock;
  let told: RelayEvent[];
  let relay: Relay;

  beforeEach(() => {
    registry = createScriptedRegistry();
    registry.versions.push(modelVersion('7', 0), modelVersion('8', 1));
    hook = createMemoryHook();
    clock = createManualClock();
    told = [];
    relay = createRelay(
      { workspaces: [workspace], allowed: allowedAddresses('https://dev.azure.com/contoso'), perMinute: 600 },
      {
        registry,
        hook,
        clock,
        random: () => 0,
        forwarded: createMemoryForwarded(),
        events: { emit: (event) => told.push(event) },
      },
    );
  });

  const start = (value: unknown, headers: Readonly<Record<string, string>> = hookHeaders) =>
    relay.deliver({
      source: '10.0.0.1',
      header: (name) => headers[name],
      body: typeof value === 'string' ? value : JSON.stringify(value),
      arrivedAt: clock.now(),
    });
  const deliver = (value: unknown, headers?: Readonly<Record<string, string>>): Promise<RelayAnswer> =>
    clock.until(start(value, headers));
  const status = async (value: unknown, headers?: Readonly<Record<string, string>>) =>
    (await deliver(value, headers)).status;
  const names = () => told.map(({ event }) => event);

  it('forwards one flat object to the hook that the delivery names, once the registry confirms it', async () => {
    assert.equal(await status([gridEvent(7)]), 200);
    const body = `{"definition":"fraud","version":"7","subscription":"${workspace.subscriptionId}","resourceGroup":"ml","workspace":"prod"}`;
    assert.deepEqual(hook.calls, [{ url, secret, body }]);
    assert.deepEqual(names(), ['received', 'verified', 'forwarded', 'answered']);
  });

  it('takes CloudEvents, single and in batches', async () => {
    assert.equal(await status(cloudEvent(7)), 200);
    assert.equal(await status([cloudEvent(8), cloudEvent(7)]), 200);
    assert.deepEqual(
      hook.calls.map(({ body }) => (JSON.parse(body) as { version: string }).version),
      ['7', '8'],
    );
  });

  it('answers the handshake of Event Grid with its code and forwards nothing', async () => {
    const answer = await deliver([validationEvent()], {
      ...hookHeaders,
      'aeg-event-type': 'SubscriptionValidation',
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.body, JSON.stringify({ validationResponse: validationCode }));
    assert.equal(answer.headers?.['content-type'], 'application/json');
    assert.deepEqual([names(), hook.calls], [['handshake'], []]);
  });

  it('never forwards what calls itself a validation', async () => {
    const headers = { ...hookHeaders, 'aeg-event-type': 'SubscriptionValidation' };
    assert.equal(await status([gridEvent(7)], headers), 400);
    assert.equal(await status([validationEvent(), gridEvent(7)]), 400);
    assert.deepEqual(hook.calls, []);
  });

  it('answers the handshake of CloudEvents', () => {
    const shake = (headers: Record<string, string>) =>
      relay.handshake({ source: 's', header: (name) => headers[name], arrivedAt: clock.now() });
    const answer = shake({ 'webhook-request-origin': 'eventgrid.azure.net' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers?.['WebHook-Allowed-Origin'], 'eventgrid.azure.net');
    assert.deepEqual(shake({}), { status: 400 });
    assert.deepEqual(names(), ['handshake', 'refused']);
  });

  it('ignores other events with 200, without asking for the hook', async () => {
    const foreign = gridEvent(7, { eventType: 'Microsoft.MachineLearningServices.RunCompleted' });
    assert.equal(await status([foreign], {}), 200);
    assert.deepEqual(names(), ['received', 'ignored', 'answered']);
  });

  it('ignores an archived version with 200', async () => {
    registry.versions.splice(0, 2, { ...modelVersion('7', 0), isArchived: true });
    assert.equal(await status([gridEvent(7)]), 200);
    assert.deepEqual([names(), hook.calls], [['received', 'ignored', 'answered'], []]);
  });

  it('lets Event Grid come again while the registry does not have the version, then gives up', async () => {
    assert.equal(await status([gridEvent(9)]), 503);
    registry.versions.push(modelVersion('9', 2));
    assert.equal(await status([gridEvent(9)]), 200);
    assert.equal(hook.calls.length, 1);
    clock.advance(11 * 60_000);
    assert.equal(await status([gridEvent(10)]), 400);
    assert.match(JSON.stringify(told.at(-2)), /"refused".*does not have version 10 of fraud, 10 minutes/);
  });

  for (const [what, value, headers, expected, reason] of [
    ['an event of another workspace', [gridEvent(7, { topic: `${topic}2` })], {}, 403, /no workspace/],
    ['a body that is not JSON', '{', {}, 400, /not JSON/],
    ['an event that contradicts itself', [gridEvent(7, { subject: 'models/fraud:8' })], {}, 400, /subject/],
    ['no address', [gridEvent(7)], { 'x-azureml-payload-url': '' }, 403, /X-AzureML-Payload-Url is missing/],
    ['no secret', [gridEvent(7)], { 'x-azureml-secret': '' }, 403, /X-AzureML-Secret is missing/],
    [
      'an address elsewhere',
      [gridEvent(7)],
      { 'x-azureml-payload-url': 'https://evil.example/contoso/x' },
      403,
      /'evil.example' is no host/,
    ],
  ] as const) {
    it(`refuses ${what} for good`, async () => {
      assert.equal(await status(value, { ...hookHeaders, ...headers }), expected);
      const refused = told.find(({ event }) => event === 'refused');
      assert.match(JSON.stringify(refused), reason);
      assert.deepEqual(hook.calls, []);
    });
  }

  it('comes again for whatever keeps it from asking the registry, a missing right included', async () => {
    registry.getVersion = () =>
      Promise.reject(fail('WorkspaceNotFound', { workspace: 'prod', resourceGroup: 'ml' }));
    assert.equal(await status([gridEvent(7)]), 503);
    assert.match(JSON.stringify(told[1]), /"failed".*ask the registry about version 7.*WorkspaceNotFound/);
  });

  it('answers before Event Grid gives up waiting, when the registry does not answer', async () => {
    registry.getVersion = () => new Promise(() => undefined);
    const began = clock.now().getTime();
    assert.equal(await status([gridEvent(7)]), 503);
    assert.equal(clock.now().getTime() - began, deliveryPatience);
    assert.match(JSON.stringify(told), /RelayDeadlinePassed.*25 s/);
  });

  it('tells of the end of its time once for each event under way, not for all that waited', async () => {
    registry.getVersion = () => new Promise(() => undefined);
    assert.equal(await status(Array.from({ length: 100 }, () => gridEvent(7))), 503);
    assert.equal(names().filter((name) => name === 'failed').length, 8);
  });

  it('tries again when Azure DevOps throttles or fails, and waits as long as it asks', async () => {
    hook.answer = (count) =>
      count === 1 ? { status: 429, retryAfterMilliseconds: 3000 } : { status: count === 2 ? 503 : 200 };
    const began = clock.now().getTime();
    assert.equal(await status([gridEvent(7)]), 200);
    assert.equal(hook.calls.length, 3);
    assert.equal(clock.now().getTime() - began, 3000 + 1000);
    assert.equal(new Set(hook.calls.map(({ body }) => body)).size, 1);
  });

  it('does not wait for more than its time holds', async () => {
    hook.answer = () => ({ status: 429, retryAfterMilliseconds: 26_000 });
    const began = clock.now().getTime();
    assert.equal(await status([gridEvent(7)]), 503);
    assert.equal(clock.now().getTime(), began);
  });

  for (const mishap of ['hang', 'break'] as const) {
    it(`ends within its time when every call of the hook is a ${mishap}`, async () => {
      hook.answer = () => mishap;
      const began = clock.now().getTime();
      assert.equal(await status([gridEvent(7)]), 503);
      assert.ok(clock.now().getTime() - began <= deliveryPatience);
      assert.ok(hook.calls.length >= 2);
      assert.equal(hook.abandoned, mishap === 'hang' ? hook.calls.length : 0);
    });
  }

  it('gives up at once when Azure DevOps refuses', async () => {
    hook.answer = () => ({ status: 400 });
    assert.equal(await status([gridEvent(7)]), 403);
    assert.equal(hook.calls.length, 1);
    assert.match(JSON.stringify(told), /"failed".*HookRefused.*payload or its signature/);
  });

  it('waits for a hook that is written down only now', async () => {
    hook.answer = (count) => ({ status: count < 3 ? 404 : 200 });
    assert.equal(await status([gridEvent(7)]), 200);
    assert.equal(hook.calls.length, 3);
  });

  it('forwards a version once to a hook, however often it is delivered', async () => {
    const answers = await clock.until(
      Promise.all([start([gridEvent(7), cloudEvent(7)]), start([gridEvent(7)])]),
    );
    assert.deepEqual(answers, [{ status: 200 }, { status: 200 }]);
    assert.equal(await status([gridEvent(7)]), 200);
    assert.equal(hook.calls.length, 1);
    assert.equal(await status([gridEvent(7)], { ...hookHeaders, 'x-azureml-payload-url': `${url}2` }), 200);
    assert.equal(hook.calls.length, 2);
    // Deleted and registered again: another version, though of the same number.
    registry.versions.splice(0, 2, modelVersion('7', 5));
    assert.equal(await status([gridEvent(7)]), 200);
    assert.equal(hook.calls.length, 3);
  });

  it('forwards what of a batch can be forwarded, and only the rest when it comes again', async () => {
    const batch = [gridEvent(7), gridEvent(9), gridEvent(8)];
    assert.equal(await status(batch), 503);
    registry.versions.push(modelVersion('9', 2));
    assert.equal(await status(batch), 200);
    const versions = hook.calls.map(({ body }) => (JSON.parse(body) as { version: string }).version);
    assert.deepEqual(versions.toSorted(), ['7', '8', '9']);
  });

  it('tells neither the secret nor the path of the hook', async () => {
    hook.answer = (count) => ({ status: count === 1 ? 500 : 200 });
    await deliver([gridEvent(7)]);
    hook.answer = () => ({ status: 400 });
    await deliver([gridEvent(8)]);
    await deliver([gridEvent(8)], { ...hookHeaders, 'x-azureml-payload-url': url.replace('contoso', 'x') });
    const text = JSON.stringify(told);
    assert.ok(!text.includes(secret) && !text.includes('hook-id-of-the-test'));
    assert.match(text, /vsrm\.dev\.azure\.com\/contoso/);
  });

  it('throws on what is a fault of the program', async () => {
    registry.getVersion = () => Promise.reject(new TypeError('bug'));
    await assert.rejects(clock.until(start([gridEvent(7)])), /bug/);
  });

  it('never forwards what the registry does not have, whatever is delivered', async () => {
    const junk = fc.jsonValue();
    const half = fc
      .tuple(
        fc.constantFrom(7, 9, 'x'),
        fc.record(
          { data: junk, subject: junk, topic: junk, eventType: junk, specversion: junk },
          { requiredKeys: [] },
        ),
      )
      .map(([version, part]) => gridEvent(version, part));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(junk, half), { maxLength: 4 }), async (events) => {
        const { status: answered } = await deliver(events);
        assert.ok([200, 400, 403, 503].includes(answered));
        for (const { body } of hook.calls) {
          const { definition, version } = JSON.parse(body) as { definition: string; version: string };
          assert.ok(registry.versions.some((each) => each.model === definition && each.version === version));
        }
      }),
      { numRuns: 60 },
    );
  });
});
