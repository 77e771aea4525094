// A hook that Azure DevOps does not know: its event subscription was left behind.
import assert from 'node:assert/strict';
import { gridEvent } from '../support/event-grid-events.ts';
import { relayScene } from './support/relay-scene.ts';
import { modelVersion } from './support/versions.ts';

describe('artifact-source/relay.ts (a hook that nobody knows)', () => {
  it('is given up eleven minutes after the event, with the command that cleans up', async () => {
    const { registry, hook, clock, told, deliver } = relayScene();
    registry.versions.push(modelVersion('7', 7));
    hook.answer = () => ({ status: 404 });
    assert.equal(await deliver([gridEvent(7)]), 503);
    clock.advance(11 * 60_000);
    const before = hook.calls.length;
    assert.equal(await deliver([gridEvent(7)]), 403);
    assert.equal(hook.calls.length, before + 1);
    const failed = told.findLast(({ event }) => event === 'failed');
    assert.match(
      JSON.stringify(failed),
      /"HookUnknown".*does not know the hook.*azureml-release hooks prune --yes/,
    );
  });
});
