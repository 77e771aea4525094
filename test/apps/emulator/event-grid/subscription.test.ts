// What Event Grid refuses in the body of an event subscription, and what it does not show again.
import assert from 'node:assert/strict';
import { ArmError } from '../../../../apps/emulator/arm/arm-error.ts';
import { parseSubscription, subscriptionView } from '../../../../apps/emulator/event-grid/subscription.ts';

const body = (more: Record<string, unknown> = {}, destination: Record<string, unknown> = {}): unknown => ({
  properties: {
    destination: {
      endpointType: 'WebHook',
      properties: { endpointUrl: 'https://relay.example/api?code=key', ...destination },
    },
    ...more,
  },
});
const header = (name: string, value = 'x'): unknown => ({ name, type: 'Static', properties: { value } });
const headers = (...deliveryAttributeMappings: unknown[]): unknown => body({}, { deliveryAttributeMappings });

describe('apps/emulator/event-grid/subscription.ts', () => {
  it('fills in what the service fills in', () => {
    const { filter, retryPolicy, eventDeliverySchema } = parseSubscription(body());
    assert.deepEqual(filter, { subjectBeginsWith: '', subjectEndsWith: '', isSubjectCaseSensitive: false });
    assert.deepEqual(retryPolicy, { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 });
    assert.equal(eventDeliverySchema, 'EventGridSchema');
  });

  it('shows the address without its query', () => {
    const properties = parseSubscription(body());
    const view = subscriptionView('/t', {
      name: 'hook',
      properties,
      createdAt: new Date(0),
      state: 'Succeeded',
      isValidated: true,
    });
    assert.match(JSON.stringify(view), /"endpointBaseUrl":"https:\/\/relay\.example\/api"/);
  });

  const refused: readonly [what: string, body: unknown][] = [
    ['a destination without https', body({}, { endpointUrl: 'http://localhost/relay' })],
    ['a destination that is no address', body({}, { endpointUrl: '' })],
    [
      'another kind of destination',
      { properties: { destination: { endpointType: 'EventHub', properties: {} } } },
    ],
    ['eleven headers', headers(...Array.from({ length: 11 }, (_, n) => header(`h${n}`)))],
    ['a header above 4096 bytes', headers(header('h', 'x'.repeat(4097)))],
    ['a header of Event Grid itself', headers(header('aeg-x'))],
    ['a property it does not know', body({ filters: {} })],
    ['no properties', {}],
  ];
  for (const [what, made] of refused)
    it(`refuses ${what}`, () =>
      assert.throws(
        () => parseSubscription(made),
        (error: unknown) => error instanceof ArmError && error.spec.code === 'InvalidRequest',
      ));
});
