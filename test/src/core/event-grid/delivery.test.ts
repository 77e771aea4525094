import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readDelivery } from '../../../../src/core/event-grid/delivery.ts';
import {
  cloudEvent,
  gridEvent,
  validationCode,
  validationEvent,
} from '../../../support/event-grid-events.ts';

const read = (value: unknown) => readDelivery(JSON.stringify(value));

describe('src/core/event-grid/delivery.ts', () => {
  it('tells the handshake from events, with its code', () => {
    assert.deepEqual(read([validationEvent()]), { kind: 'handshake', code: validationCode });
  });

  it('reads an array of events, a batch of CloudEvents and a single CloudEvent', () => {
    for (const [value, versions] of [
      [
        [gridEvent(1), gridEvent(2)],
        ['1', '2'],
      ],
      [
        [cloudEvent(1), cloudEvent(2)],
        ['1', '2'],
      ],
      [cloudEvent(3), ['3']],
    ] as const) {
      const delivery = read(value);
      assert.ok(delivery.kind === 'events');
      assert.deepEqual(
        delivery.events.map((event) => event.kind === 'model-registered' && event.version),
        versions,
      );
    }
  });

  for (const [name, body, problem] of [
    ['what is not JSON', '{', /not JSON/],
    ['an empty body', '', /not JSON/],
    ['no event at all', '[]', /no event/],
    ['more events than Event Grid sends', JSON.stringify(Array(5001).fill(1)), /5001 events/],
    ['a validation among events', JSON.stringify([gridEvent(), validationEvent()]), /mixes/],
    ['two validations', JSON.stringify([validationEvent(), validationEvent()]), /mixes/],
    // Deeper than the parser's stack, which is no reason to fall over.
    ['arrays nested without end', '['.repeat(500_000), /not JSON/],
  ] as const) {
    it(`does not read ${name}`, () => {
      const delivery = readDelivery(body);
      assert.ok(delivery.kind === 'unreadable');
      assert.match(delivery.problem, problem);
    });
  }

  it('reads any text without throwing, and finds no model version in arbitrary JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
        const delivery = readDelivery(body);
        assert.notEqual(delivery.kind, 'handshake');
        if (delivery.kind === 'events') {
          assert.ok(delivery.events.every(({ kind }) => kind === 'foreign' || kind === 'unreadable'));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds only names that Azure ML allows in events that are half right', () => {
    const junk = fc.jsonValue();
    const parts = fc.record(
      { data: junk, subject: junk, topic: junk, eventTime: junk, specversion: junk, source: junk },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(parts, junk, junk, (part, ModelName, modelVersion) => {
        const delivery = read([gridEvent(7, part), gridEvent(7, { data: { ModelName, modelVersion } })]);
        assert.ok(delivery.kind === 'events');
        for (const event of delivery.events) {
          if (event.kind !== 'model-registered') continue;
          assert.match(event.model, /^[a-zA-Z0-9][\w.-]*$/);
          assert.match(event.version, /^[a-zA-Z0-9][\w.-]*$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
