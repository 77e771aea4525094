// The artifact's tag filter, which comes to the relay with the hook.
import assert from 'node:assert/strict';
import { gridEvent } from '../support/event-grid-events.ts';
import { hookHeaders, relayScene } from './support/relay-scene.ts';
import { modelVersion } from './support/versions.ts';

describe('artifact-source/relay.ts (tag filter)', () => {
  const headers = { ...hookHeaders, 'x-azureml-tags': 'stage=production' };
  const reasons = ({ told }: ReturnType<typeof relayScene>) =>
    told.flatMap((each) => (each.event === 'ignored' || each.event === 'refused' ? [each.reason] : []));

  it('forwards a version that passes, with the filter as part of the source', async () => {
    const scene = relayScene();
    scene.registry.versions.push({ ...modelVersion('7', 0), tags: { stage: 'production' } });
    assert.equal(await scene.deliver([gridEvent(7)], headers), 200);
    const [payload] = scene.payloads();
    assert.equal(payload?.['version'], '7');
    assert.equal(payload['tags'], 'stage=production');
  });

  it('is done with a version that does not pass, and says which tag is missing', async () => {
    const scene = relayScene();
    scene.registry.versions.push(modelVersion('7', 0));
    assert.equal(await scene.deliver([gridEvent(7)], headers), 200);
    assert.deepEqual(scene.hook.calls, []);
    assert.match(reasons(scene).join(), /tag filter: it has no tag 'stage'/);
  });

  it('refuses a filter that it cannot read, as it would let everything pass', async () => {
    const scene = relayScene();
    scene.registry.versions.push(modelVersion('7', 0));
    assert.equal(await scene.deliver([gridEvent(7)], { ...hookHeaders, 'x-azureml-tags': '=' }), 403);
    assert.deepEqual(scene.hook.calls, []);
    assert.match(reasons(scene).join(), /X-AzureML-Tags holds '=', which is no tag filter/);
  });
});
