// Event subscriptions and deliveries against a destination that runs here.
import assert from 'node:assert/strict';
import { ArmError } from '../../../../apps/emulator/arm/arm-error.ts';
import type { Answer, OperationCall } from '../../../../apps/emulator/arm/operation.ts';
import {
  createEventGrid,
  type EventGrid,
  type EventGridOptions,
} from '../../../../apps/emulator/event-grid/event-grid.ts';
import { startDestination, type Destination } from './support/destination.ts';

const topic = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws';
const model = { name: 'fraud', version: '7', tags: { stage: 'test' }, properties: {} };

describe('apps/emulator/event-grid/event-grid.ts', () => {
  let destination: Destination;
  const open: EventGrid[] = [];
  let waits: number[];

  before(async () => {
    destination = await startDestination();
  });
  beforeEach(() => {
    destination.reset();
    waits = [];
  });
  afterEach(async () => {
    for (const grid of open.splice(0)) await grid.close();
  });
  after(() => destination.close());

  function start(change: Partial<EventGridOptions> = {}): EventGrid {
    const grid = createEventGrid({
      topic,
      route: '/ws',
      caPem: destination.caPem,
      time: {
        now: () => new Date('2026-11-21T00:00:00Z'),
        wait: (ms) => {
          if (ms > 0) waits.push(ms);
          return Promise.resolve();
        },
      },
      operationMs: 0,
      retryScale: 1,
      handshake: 'beforeAnswer',
      dataCasing: 'PascalCase',
      log: () => undefined,
      ...change,
    });
    open.push(grid);
    return grid;
  }

  async function call(grid: EventGrid, method: string, name: string, body?: unknown): Promise<Answer> {
    const isList = name === '';
    const operation = grid.operations.find(
      (each) => each.method === method && each.path.endsWith('/:name') !== isList,
    );
    assert.ok(operation);
    return operation.handle({ params: { name }, body, query: () => undefined } as unknown as OperationCall);
  }

  const body = (more: Record<string, unknown> = {}, target: Record<string, unknown> = {}): unknown => ({
    properties: {
      destination: { endpointType: 'WebHook', properties: { endpointUrl: destination.url, ...target } },
      ...more,
    },
  });
  const refusal = (code: string, message: RegExp) => (error: unknown) =>
    error instanceof ArmError && error.spec.code === code && message.test(error.spec.message);

  it('shakes hands before it says 201, and shows Creating, then Succeeded', async () => {
    const grid = start();
    const made = await call(grid, 'PUT', 'hook', body());
    assert.equal(made.status, 201);
    const stateOf = ({ body: view }: Answer): string =>
      (view as { properties: { provisioningState: string } }).properties.provisioningState;
    assert.equal(stateOf(made), 'Creating');
    await grid.idle();
    assert.equal(stateOf(await call(grid, 'GET', 'hook')), 'Succeeded');
    assert.equal(destination.received[0]?.headers['aeg-event-type'], 'SubscriptionValidation');
    assert.equal(destination.received[0].headers['aeg-subscription-name'], 'HOOK');
  });

  it('fails the PUT when the handshake is not answered, and keeps nothing', async () => {
    const grid = start();
    destination.answersHandshake = false;
    await assert.rejects(
      call(grid, 'PUT', 'hook', body()),
      refusal('Url validation', /handshake failed for .*\/relay\./),
    );
    const nowhere = body({}, { endpointUrl: 'https://localhost:1/relay' });
    await assert.rejects(
      call(grid, 'PUT', 'hook', nowhere),
      refusal('Url validation', /response code Unknown/),
    );
    assert.deepEqual((await call(grid, 'GET', '')).body, { value: [] });
  });

  it('says 201 and turns Failed later when told to shake hands after the answer', async () => {
    const grid = start({ handshake: 'afterAnswer' });
    destination.answersHandshake = false;
    assert.equal((await call(grid, 'PUT', 'hook', body())).status, 201);
    await grid.idle();
    const shown = (await call(grid, 'GET', 'hook')).body as { properties: { provisioningState: string } };
    assert.equal(shown.properties.provisioningState, 'Failed');
    grid.modelRegistered(model);
    await grid.idle();
    assert.equal(destination.received.length, 1);
  });

  it('delivers an array of one with the static headers, and never shows a secret one', async () => {
    const grid = start();
    const secret = { name: 'secret', type: 'Static', properties: { value: 's3cret', isSecret: true } };
    const made = await call(
      grid,
      'PUT',
      'hook',
      body({ labels: ['a'] }, { deliveryAttributeMappings: [secret] }),
    );
    const shown = JSON.stringify([made.body, (await call(grid, 'GET', '')).body]);
    assert.ok(!shown.includes('s3cret') && !shown.includes('code=key'));
    grid.modelRegistered(model);
    await grid.idle();
    const [handshake, event] = destination.received;
    assert.ok(handshake && event);
    assert.equal(handshake.headers['secret'], 's3cret');
    assert.equal(event.headers['secret'], 's3cret');
    assert.equal(event.headers['aeg-event-type'], 'Notification');
    const sent = JSON.parse(event.body) as unknown[];
    assert.equal(sent.length, 1);
    const { subject, data } = sent[0] as Record<string, unknown>;
    assert.equal((sent[0] as { topic: string }).topic, topic);
    assert.equal(subject, 'models/fraud:7');
    assert.deepEqual(data, {
      ModelName: 'fraud',
      ModelVersion: 7,
      ModelTags: { stage: 'test' },
      ModelProperties: {},
    });
  });

  it('writes the data in camel case with a text for the version when told to', async () => {
    const grid = start({ dataCasing: 'camelCase' });
    await call(grid, 'PUT', 'hook', body());
    grid.modelRegistered(model);
    await grid.idle();
    const [event] = JSON.parse(destination.received[1]?.body ?? '') as [{ data: Record<string, unknown> }];
    assert.deepEqual(event.data, {
      modelName: 'fraud',
      modelVersion: '7',
      modelTags: { stage: 'test' },
      modelProperties: {},
    });
  });

  it('sends CloudEvents one by one, after an OPTIONS handshake', async () => {
    const grid = start();
    await call(grid, 'PUT', 'hook', body({ eventDeliverySchema: 'CloudEventSchemaV1_0' }));
    grid.modelRegistered(model);
    await grid.idle();
    assert.deepEqual(
      destination.received.map(({ method }) => method),
      ['OPTIONS', 'POST'],
    );
    assert.equal(destination.received[0]?.headers['webhook-request-origin'], 'eventgrid.azure.net');
    const event = JSON.parse(destination.received[1]?.body ?? '') as Record<string, unknown>;
    assert.deepEqual(
      [event['source'], event['type'], event['specversion']],
      [topic, 'Microsoft.MachineLearningServices.ModelRegistered', '1.0'],
    );
    destination.answersHandshake = false;
    await assert.rejects(
      call(grid, 'PUT', 'two', body({ eventDeliverySchema: 'CloudEventSchemaV1_0' })),
      refusal('Url validation', /WebHook-Allowed-Origin is ''/),
    );
  });

  it('filters by type and by both ends of the subject', async () => {
    const grid = start();
    const filter = (change: Record<string, unknown>): unknown => body({ filter: change });
    await call(grid, 'PUT', 'all', filter({}));
    await call(grid, 'PUT', 'fraud', filter({ subjectBeginsWith: 'Models/Fraud:' }));
    await call(grid, 'PUT', 'cased', filter({ subjectBeginsWith: 'Models/', isSubjectCaseSensitive: true }));
    await call(grid, 'PUT', 'other', filter({ includedEventTypes: ['X'] }));
    await call(grid, 'PUT', 'seven', filter({ subjectEndsWith: ':7' }));
    grid.modelRegistered(model);
    grid.modelRegistered({ ...model, name: 'fraud2', version: '8' });
    await grid.idle();
    const to = destination.received
      .filter(({ headers }) => headers['aeg-event-type'] === 'Notification')
      .map(({ headers }) => headers['aeg-subscription-name']);
    assert.deepEqual(to.toSorted(), ['ALL', 'ALL', 'FRAUD', 'SEVEN']);
  });

  it('tries again on the documented schedule, scaled, until it is taken', async () => {
    const grid = start({ retryScale: 0.001 });
    await call(grid, 'PUT', 'hook', body());
    destination.statuses = [500, 503, 429];
    grid.modelRegistered(model);
    await grid.idle();
    assert.deepEqual(waits, [10, 30, 60]);
    assert.deepEqual(
      destination.received.slice(1).map(({ headers }) => headers['aeg-delivery-count']),
      ['0', '1', '2', '3'],
    );
    assert.deepEqual(grid.deadLetters(), []);
  });

  it('counts what it gives up', async () => {
    const grid = start();
    await call(grid, 'PUT', 'hook', body({ retryPolicy: { maxDeliveryAttempts: 2 } }));
    destination.statuses = [400, 500, 500];
    grid.modelRegistered(model);
    await grid.idle();
    grid.modelRegistered(model);
    await grid.idle();
    assert.deepEqual(
      grid.deadLetters().map(({ reason }) => reason),
      ['the destination answered 400', '2 attempts have failed'],
    );
  });

  it('stops delivering to what was deleted, and deletes twice without an error', async () => {
    const grid = start();
    await call(grid, 'PUT', 'hook', body());
    assert.equal((await call(grid, 'DELETE', 'HOOK')).status, 200);
    assert.equal((await call(grid, 'DELETE', 'hook')).status, 204);
    grid.modelRegistered(model);
    await grid.idle();
    assert.equal(destination.received.length, 1);
    await assert.rejects(call(grid, 'GET', 'hook'), refusal('ResourceNotFound', /'hook'/));
  });

  it('replaces on a second PUT of one name, so that nothing is delivered twice', async () => {
    const grid = start();
    await call(grid, 'PUT', 'hook', body());
    await call(grid, 'PUT', 'Hook', body());
    grid.modelRegistered(model);
    await grid.idle();
    assert.equal(
      destination.received.filter(({ headers }) => headers['aeg-event-type'] === 'Notification').length,
      1,
    );
  });

  for (const name of ['ab', 'a'.repeat(65), 'a_b'])
    it(`refuses the name ${name}`, () =>
      assert.rejects(call(start(), 'PUT', name, body()), refusal('InvalidRequest', /3 to 64 letters/)));
});
