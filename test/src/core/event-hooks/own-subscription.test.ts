import assert from 'node:assert/strict';
import {
  type EventSubscription,
  hookAddressOf,
  modelOf,
} from '../../../../src/core/event-hooks/own-subscription.ts';

const hookId = '0f0c1e2d-1111-4222-8333-444455556666';
const classic = `https://vsrm.dev.azure.com/contoso/_apis/Release/receiveExternalEvent/${hookId}`;
const ours: EventSubscription = {
  name: 'Webhook0123456789abcdef0123456789abcdef',
  labels: [classic],
  eventTypes: ['Microsoft.MachineLearningServices.ModelRegistered'],
  subjectPrefix: 'models/fraud:',
  headers: ['X-AzureML-Payload-Url', 'X-AzureML-Secret', 'X-AzureML-Tags'],
};

describe('src/core/event-hooks/own-subscription.ts', () => {
  it('knows the subscription of a release hook and of a pipeline hook, in any capitals', () => {
    const yaml = `https://dev.azure.com/contoso/_apis/public/distributedtask/webhooks/${hookId.toUpperCase()}?api-version=6.0-preview`;
    assert.deepEqual(hookAddressOf(ours), { url: classic, hookId });
    assert.deepEqual(hookAddressOf({ ...ours, labels: [yaml] }), { url: yaml, hookId });
    const shouting = {
      ...ours,
      name: ours.name.toUpperCase(),
      headers: ours.headers.map((each) => each.toUpperCase()),
    };
    assert.deepEqual(hookAddressOf(shouting), { url: classic, hookId });
  });

  const foreign: readonly [what: string, more: Partial<EventSubscription>][] = [
    ['another name', { name: 'fraud-to-teams' }],
    ['a name that only begins like ours', { name: `${ours.name}0` }],
    ['no label', { labels: [] }],
    ['a label that is no address', { labels: ['prod'] }],
    ['a second label', { labels: [classic, 'prod'] }],
    [
      'an incoming webhook with a name of its own',
      { labels: ['https://dev.azure.com/contoso/_apis/public/distributedtask/webhooks/fraud'] },
    ],
    ['an address that only holds the id', { labels: [`${classic}/more`] }],
    ['no headers of ours', { headers: ['X-AzureML-Payload-Url'] }],
    ['another event', { eventTypes: ['Microsoft.MachineLearningServices.RunCompleted'] }],
    ['every event', { eventTypes: [] }],
    [
      'a further event',
      { eventTypes: [...ours.eventTypes, 'Microsoft.MachineLearningServices.RunCompleted'] },
    ],
  ];
  for (const [what, more] of foreign)
    it(`leaves alone what has ${what}`, () => {
      assert.equal(hookAddressOf({ ...ours, ...more }), undefined);
    });

  it('names the model, or what stands in its place', () => {
    assert.equal(modelOf(ours), 'fraud');
    assert.equal(modelOf({ ...ours, subjectPrefix: 'models/a:b:' }), 'a:b');
    assert.equal(modelOf({ ...ours, subjectPrefix: '' }), '');
  });
});
