import assert from 'node:assert/strict';
import { createEventSubscriptions } from '../../../../src/adapters/azure-ml/event-subscriptions.ts';
import { against } from '../../../support/arm-under-test.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'ml', name: 'prod' };
const path =
  '/subscriptions/s/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod/providers/Microsoft.EventGrid/eventSubscriptions';

describe('src/adapters/azure-ml/event-subscriptions.ts', () => {
  it('reads what it needs from every page, also of subscriptions that somebody else made', async () => {
    const mine = {
      name: 'WebhookA',
      systemData: { createdAt: '2026-11-21T00:00:00Z', createdBy: 'me' },
      properties: {
        labels: ['https://hook'],
        filter: {
          includedEventTypes: ['T'],
          subjectBeginsWith: 'models/fraud:',
          isSubjectCaseSensitive: null,
        },
        destination: {
          endpointType: 'WebHook',
          properties: {
            endpointBaseUrl: 'https://relay',
            deliveryAttributeMappings: [
              { name: 'X-A', type: 'Static', properties: { value: 'Hidden', isSecret: true } },
            ],
          },
        },
      },
    };
    const queue = {
      name: 'queue',
      properties: {
        labels: null,
        filter: null,
        destination: { endpointType: 'StorageQueue', properties: { queueName: 'q' } },
      },
    };
    const bare = { name: 'bare', properties: { destination: null } };
    const { requests } = await against(
      (_request, count, origin) => ({
        status: 200,
        body: count === 1 ? { value: [mine], nextLink: `${origin}/next` } : { value: [queue, bare] },
      }),
      async (arm) => {
        const nothing = { labels: [], eventTypes: [], subjectPrefix: '', headers: [] };
        assert.deepEqual(await createEventSubscriptions(arm).list(workspace), [
          {
            name: 'WebhookA',
            labels: ['https://hook'],
            eventTypes: ['T'],
            subjectPrefix: 'models/fraud:',
            headers: ['X-A'],
            createdAt: '2026-11-21T00:00:00Z',
          },
          { name: 'queue', ...nothing },
          { name: 'bare', ...nothing },
        ]);
      },
    );
    assert.deepEqual(
      requests.map(({ method, url }) => `${method} ${url.split('?')[0] ?? ''}`),
      [`GET ${path}`, 'GET /next'],
    );
  });

  it('deletes by name, and one that is gone is no error', async () => {
    const { requests } = await against(
      (_request, count) =>
        count === 1
          ? { status: 204 }
          : { status: 404, body: { error: { code: 'ResourceNotFound', message: 'gone' } } },
      async (arm) => {
        const subscriptions = createEventSubscriptions(arm);
        await subscriptions.delete(workspace, 'WebhookA');
        await subscriptions.delete(workspace, 'WebhookA');
      },
    );
    assert.equal(requests[0]?.method, 'DELETE');
    assert.equal(requests[0].url.split('?')[0], `${path}/WebhookA`);
  });

  it('names the role that is missing', async () => {
    await against(
      () => ({ status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } }),
      (arm) =>
        assert.rejects(createEventSubscriptions(arm).list(workspace), {
          code: 'AzureForbidden',
          remedy: /EventGrid EventSubscription Contributor/,
        }),
    );
  });
});
