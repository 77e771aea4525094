import assert from 'node:assert/strict';
import {
  decideEvent,
  decideVersion,
  isYoung,
  settlingTime,
} from '../../../../src/core/relay/event-decision.ts';
import { modelVersion, workspace } from '../../../artifact-source/support/versions.ts';
import { topic } from '../../../support/event-grid-events.ts';

const event = { kind: 'model-registered', topic, model: 'fraud', version: '7' } as const;
const decide = (of: Parameters<typeof decideEvent>[0]) => decideEvent(of, [workspace]);
const now = new Date('2026-11-21T00:20:00Z');
const hint = { workspace, model: 'fraud', version: '7' };

describe('src/core/relay/event-decision.ts', () => {
  it('asks the registry of the configured workspace, however the event spells it', () => {
    assert.deepEqual(decide(event), { ask: hint });
    assert.deepEqual(decide({ ...event, time: 5, topic: `${topic.toUpperCase()}/` }), {
      ask: { ...hint, time: 5 },
    });
  });

  it('refuses events of another workspace, also of one whose name begins alike', () => {
    for (const other of ['/subscriptions/x', `${topic}2`, `${topic}/models/fraud`, '']) {
      const decided = decide({ ...event, topic: other });
      assert.ok('outcome' in decided && decided.outcome === 'refused' && decided.fault === 'forbidden');
      assert.match(decided.reason, /no workspace of the relay/);
    }
  });

  it('ignores another type of event and refuses what it cannot read, with the reason', () => {
    const ignored = decide({ kind: 'foreign', type: 'Other\nEvent' });
    assert.deepEqual(ignored, { outcome: 'ignored', reason: "the event is of type 'Other\\nEvent'" });
    const refused = decide({ kind: 'unreadable', problem: 'it has no event type' });
    assert.ok('outcome' in refused && refused.outcome === 'refused' && refused.fault === 'malformed');
    assert.match(refused.reason, /it has no event type/);
  });

  it('forwards what is registered, and not what is archived', () => {
    const found = modelVersion('7', 0);
    assert.deepEqual(decideVersion(hint, found, [], now), { forward: found });
    const archived = decideVersion(hint, { ...found, isArchived: true }, [], now);
    assert.deepEqual(archived, { outcome: 'ignored', reason: 'version 7 of fraud is archived' });
  });

  it('passes over what does not pass the tag filter of the artifact, with the reason', () => {
    const found = { ...modelVersion('7', 0), tags: { stage: 'test' } };
    const wanted = [{ name: 'stage', value: 'production' }];
    assert.deepEqual(decideVersion(hint, found, wanted, now), {
      outcome: 'ignored',
      reason:
        "version 7 of fraud does not pass the artifact's tag filter: its tag 'stage' is not 'production'",
    });
    const right = { ...found, tags: { stage: 'production' } };
    assert.deepEqual(decideVersion(hint, right, wanted, now), { forward: right });
  });

  it('waits for what is not registered yet, for ten minutes', () => {
    const at = (age: number) => decideVersion({ ...hint, time: now.getTime() - age }, undefined, [], now);
    for (const age of [0, settlingTime - 1, -3_600_000]) {
      assert.deepEqual(at(age), {
        outcome: 'later',
        reason: 'the registry does not have version 7 of fraud yet',
      });
    }
    const late = at(settlingTime);
    assert.ok('outcome' in late && late.outcome === 'refused');
    assert.match(late.reason, /10 minutes after the event/);
  });

  it('takes an event without a time for young', () => assert.ok(isYoung(undefined, now)));
});
