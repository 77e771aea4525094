// Long-running operations as ARM describes them, played by a scripted service.
import assert from 'node:assert/strict';
import {
  type Answer,
  isUnderWay,
  operationUrl,
  waitForOperation,
} from '../../../../../src/adapters/azure-ml/arm/long-running.ts';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import { createAutoClock } from '../../../../support/auto-clock.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';

const answer = (status: number, body?: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  body: body === undefined ? undefined : JSON.stringify(body),
  header: (name) => headers[name],
});

/** A service that gives these answers one after another. */
function script(...answers: Answer[]) {
  const asked: string[] = [];
  const clock = createAutoClock();
  const log = createMemoryLog();
  const send = (url: string) => {
    asked.push(url);
    const next = answers.shift();
    assert.ok(next !== undefined, 'asked once too often');
    return Promise.resolve(next);
  };
  return { asked, clock, log, waiting: { send, clock, log } };
}

const path =
  'https://arm/subscriptions/s/providers/Microsoft.MachineLearningServices/workspaces/w/onlineEndpoints/e?x=1';
const started = answer(201, {}, { 'azure-asyncoperation': 'https://arm/op' });

describe('src/adapters/azure-ml/arm/long-running.ts', () => {
  it('asks Azure-AsyncOperation until it succeeds, at the pace of Retry-After', async () => {
    const { asked, clock, log, waiting } = script(
      answer(200, { status: 'InProgress' }, { 'retry-after': '10' }),
      answer(200, { status: 'Succeeded' }),
    );
    await waitForOperation(path, started, waiting);
    assert.deepEqual(asked, ['https://arm/op', 'https://arm/op']);
    assert.deepEqual(clock.slept, [1000, 10_000]);
    assert.deepEqual(log.lines, [
      'info: workspaces/w/onlineEndpoints/e: InProgress (1 s)',
      'info: workspaces/w/onlineEndpoints/e: Succeeded (11 s)',
    ]);
  });

  it('says every minute that it still waits, and for how long', async () => {
    const later = answer(200, { status: 'InProgress' }, { 'retry-after': '25' });
    const { log, waiting } = script(later, later, later, later, later, answer(200, { status: 'Succeeded' }));
    await waitForOperation(path, started, waiting);
    assert.deepEqual(
      log.lines.map((line) => line.replace('info: workspaces/w/onlineEndpoints/e: ', '')),
      ['InProgress (1 s)', 'still InProgress (76 s)', 'Succeeded (126 s)'],
    );
  });

  it("carries the service's own code and message when the operation fails", async () => {
    const { waiting } = script(
      answer(200, { status: 'Failed', error: { code: 'OutOfQuota', message: 'Not enough quota.\nTrace 1' } }),
    );
    await assert.rejects(waitForOperation(path, started, waiting), (error) => {
      assert.ok(isExtensionError(error));
      assert.equal(error.code, 'AzureOperationFailed');
      assert.match(error.message, /'workspaces\/w\/onlineEndpoints\/e': OutOfQuota: Not enough quota\.$/);
      return true;
    });
  });

  it('polls Location while it answers 202, following a new address, and returns the result', async () => {
    const { asked, waiting } = script(
      answer(202, undefined, { location: 'https://arm/two' }),
      answer(200, { a: 1 }),
    );
    const last = await waitForOperation(
      path,
      answer(202, undefined, { location: 'https://arm/one' }),
      waiting,
    );
    assert.deepEqual(asked, ['https://arm/one', 'https://arm/two']);
    assert.equal(last.body, '{"a":1}');
  });

  it('watches provisioningState where the service names no operation', async () => {
    const creating = answer(201, { properties: { provisioningState: 'Creating' } });
    assert.ok(isUnderWay(creating.body));
    assert.equal(operationUrl(creating), undefined);
    const { asked, waiting } = script(
      creating,
      answer(200, { properties: { provisioningState: 'Succeeded' } }),
    );
    await waitForOperation(path, creating, waiting);
    assert.deepEqual(asked, [path, path]);
  });

  it('stops waiting when the time that the service allows is over', async () => {
    const running = answer(200, { status: 'Running' }, { 'retry-after': '50' });
    const { waiting } = script(running, running, running);
    const first = answer(
      201,
      {},
      { 'azure-asyncoperation': 'https://arm/op', 'x-ms-async-operation-timeout': 'PT2M' },
    );
    await assert.rejects(
      waitForOperation(path, first, { ...waiting, send: () => Promise.resolve(running) }),
      (error) =>
        isExtensionError(error) && error.code === 'AzureOperationTimedOut' && /2 minutes/.test(error.message),
    );
  });
});
