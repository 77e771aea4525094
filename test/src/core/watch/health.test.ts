import assert from 'node:assert/strict';
import { type WatchHealth, decideReadiness } from '../../../../src/core/watch/health.ts';

const cases: readonly (readonly [WatchHealth, boolean, RegExp])[] = [
  [{ watches: 3, goodSources: 0, role: 'leader' }, false, /no source has had a good check/],
  [{ watches: 3, goodSources: 2, role: 'leader' }, true, /2 source\(s\)/],
  [{ watches: 0, goodSources: 0, role: 'leader' }, true, /no watch/],
  [{ watches: 3, goodSources: 0, role: 'stand-by' }, true, /another replica leads/],
  [{ watches: 3, goodSources: 2, role: 'undecided' }, false, /not known yet/],
];

describe('src/core/watch/health.ts', () => {
  for (const [health, ready, reason] of cases) {
    it(`finds ${JSON.stringify(health)} ${ready ? 'ready' : 'not ready'}`, () => {
      const decided = decideReadiness(health);
      assert.equal(decided.ready, ready);
      assert.match(decided.reason, reason);
    });
  }
});
