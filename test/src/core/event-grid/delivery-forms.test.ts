// Every form in which Event Grid may tell of a model version: both schemas, both spellings of the data, a version as text
// and as a number, one event and a batch.
import assert from 'node:assert/strict';
import { readDelivery } from '../../../../src/core/event-grid/delivery.ts';
import { cloudEvent, gridEvent, topic } from '../../../support/event-grid-events.ts';

const schemas = { 'Event Grid': gridEvent, CloudEvents: cloudEvent };
const spellings = {
  ModelName: (model: string, version: unknown) => ({ ModelName: model, ModelVersion: version }),
  modelName: (model: string, version: unknown) => ({ modelName: model, modelVersion: version }),
};
const versions = { text: '7', number: 7, 'text that is no number': '2026-11.rc1' };
const wraps = {
  'a single object': (event: object) => event,
  'an array of one': (event: object) => [event],
  'a batch of three': (event: object) => [event, event, event],
};

describe('src/core/event-grid/delivery.ts (every form)', () => {
  for (const [schema, make] of Object.entries(schemas))
    for (const [spelling, dataOf] of Object.entries(spellings))
      for (const [form, version] of Object.entries(versions))
        for (const [shape, wrap] of Object.entries(wraps)) {
          // Event Grid's own schema always comes as an array.
          if (schema === 'Event Grid' && shape === 'a single object') continue;
          for (const subject of ['in the subject too', 'in the data only', 'in the subject only'])
            it(`reads ${schema}, ${spelling}, version as ${form} ${subject}, ${shape}`, () => {
              const event = make(version, {
                data: subject === 'in the subject only' ? {} : dataOf('fraud', version),
                ...(subject === 'in the data only' ? { subject: undefined } : {}),
              });
              const body = wrap(event);
              const read = readDelivery(JSON.stringify(body));
              assert.ok(read.kind === 'events');
              assert.equal(read.events.length, Array.isArray(body) ? body.length : 1);
              for (const each of read.events) {
                assert.ok(each.kind === 'model-registered', JSON.stringify(each));
                assert.deepEqual([each.topic, each.model, each.version], [topic, 'fraud', String(version)]);
              }
            });
        }
});
