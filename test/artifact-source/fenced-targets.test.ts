import assert from 'node:assert/strict';
import { fencedTargets } from '../../artifact-source/fenced-targets.ts';
import { createLedState } from '../../artifact-source/led-state.ts';
import type { FiringRequest } from '../../src/ports/firing-targets.ts';
import { catalogueError } from '../support/catalogue-error.ts';
import { firingRequest } from '../support/firing-request.ts';
import { createMemoryTerm } from '../support/memory-term.ts';
import { createMemoryWatchState } from '../support/memory-watch-state.ts';
import { createMemoryReleases } from './support/memory-releases.ts';
import { releaseTarget } from './support/versions.ts';

const lost = catalogueError('WatchLeadershipLost');

describe('artifact-source/fenced-targets.ts', () => {
  const request: FiringRequest = firingRequest('1', 'd');

  it('lets nobody fire who does not lead: not before, not after, not between', async () => {
    const releases = createMemoryReleases();
    const led = createLedState();
    const targets = fencedTargets(releases, led.confirm);
    const create = () => targets.create(releaseTarget(), request);
    await assert.rejects(create(), lost);
    const term = createMemoryTerm(1);
    led.enter({ term, state: createMemoryWatchState() });
    const effect = await create();
    term.end();
    await assert.rejects(create(), lost);
    await assert.rejects(targets.tag(releaseTarget(), effect, ['t']), lost);
    led.enter(undefined);
    await assert.rejects(create(), lost);
    assert.deepEqual(releases.calls, ['create']);
  });

  it('lets everybody look', async () => {
    const releases = createMemoryReleases();
    const targets = fencedTargets(releases, () => Promise.reject(new Error('asked')));
    await targets.verify(releaseTarget());
    assert.equal(await targets.find(releaseTarget(), 'key', new Date(0)), undefined);
  });
});
