import assert from 'node:assert/strict';
import { readGridEvent } from '../../../../src/core/event-grid/grid-event.ts';
import { cloudEvent, gridEvent, topic } from '../../../support/event-grid-events.ts';

const expected = {
  kind: 'model-registered',
  topic,
  model: 'fraud',
  version: '7',
  time: Date.parse('2026-11-21T00:00:00.958Z'),
};

describe('src/core/event-grid/grid-event.ts', () => {
  it('reads one event the same from both schemas and both spellings of its data', () => {
    assert.deepEqual(readGridEvent(gridEvent(7)), expected);
    assert.deepEqual(readGridEvent(cloudEvent('7')), expected);
    assert.deepEqual(
      readGridEvent(gridEvent(7, { data: { modelname: 'fraud', MODELVERSION: '7' } })),
      expected,
    );
  });

  it('falls back on the subject for what the data lacks', () => {
    for (const data of [{}, null, 'none', { ModelName: null, ModelVersion: '' }, { ModelName: 'fraud' }]) {
      assert.deepEqual(readGridEvent(gridEvent(7, { data })), expected, JSON.stringify(data));
    }
    assert.deepEqual(readGridEvent(gridEvent(7, { subject: undefined })), expected);
    const withoutData = gridEvent(7);
    delete withoutData['data'];
    assert.deepEqual(readGridEvent(withoutData), expected);
  });

  it('takes an event without a readable time', () => {
    assert.ok(!('time' in readGridEvent(gridEvent(7, { eventTime: 'soon' }))));
  });

  it('hands on what it is not for by its type', () => {
    const foreign = { kind: 'foreign', type: 'Microsoft.MachineLearningServices.RunCompleted' };
    assert.deepEqual(readGridEvent(gridEvent(7, { eventType: foreign.type })), foreign);
    assert.deepEqual(readGridEvent(cloudEvent(7, { type: foreign.type })), foreign);
    // The field of the one schema is not read in the other.
    assert.equal(readGridEvent(cloudEvent(7, { type: foreign.type, eventType: 'x' })).kind, 'foreign');
  });

  for (const [event, problem] of [
    ['text', 'it is not an object'],
    [null, 'it is not an object'],
    [{}, 'it has no event type'],
    [gridEvent(7, { topic: undefined }), 'it names no workspace'],
    [gridEvent(7, { subject: 'models/fraud' }), 'its subject is not models/<name>:<version>'],
    [gridEvent(7, { subject: 'models/fraud:8' }), 'its model version is not the one of its subject'],
    [gridEvent(7, { subject: 'models/Fraud:7' }), 'its model name is not the one of its subject'],
    [gridEvent(7, { data: { ModelVersion: 1.5 } }), 'its modelversion is neither text nor a whole number'],
    [gridEvent(7, { data: { ModelName: {} } }), 'its modelname is neither text nor a whole number'],
    [
      gridEvent(7, { data: { ModelName: 'fraud', modelName: 'other' } }),
      'it says modelname twice, and differently',
    ],
    [gridEvent(7, { data: {}, subject: undefined }), 'it has no model name'],
    [
      gridEvent(7, { data: { ModelName: '../fraud' }, subject: undefined }),
      'its model name is none that Azure ML allows',
    ],
    [
      gridEvent('7', { subject: 'models/fraud:7?x', data: {} }),
      'its model version is none that Azure ML allows',
    ],
    [
      { eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: {} },
      'it is a validation without a code',
    ],
  ] as const) {
    it(`does not act on an event because ${problem}`, () => {
      assert.deepEqual(readGridEvent(event), { kind: 'unreadable', problem });
    });
  }
});
