import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explore } from './explore.ts';
import { type SmallWorld, exploreSchedules, randomWays, violationAfter } from './explore-schedules.ts';
import { seededBugs } from './seeded-bugs.ts';
import { outlineOf, watchModel } from './watch-model.ts';

const alone = {
  mode: 'every',
  watchers: 1,
  versions: 2,
  turns: 2,
  faults: 1,
  crashes: 1,
  takeovers: 0,
} as const satisfies SmallWorld;
const pair = { ...alone, watchers: 2, faults: 0 } as const satisfies SmallWorld;

/** Long ones too: left to itself fast-check keeps to some ten. */
const picks = fc.array(fc.nat(), { maxLength: 150, size: 'max' });

describe('artifact-source/watch.ts, driven through every schedule', function () {
  this.timeout(60_000);

  for (const mode of ['every', 'latest'] as const) {
    for (const [who, options] of Object.entries({ 'one watcher': alone, 'two watchers': pair })) {
      it(`keeps the guarantee in mode ${mode} for ${who}, and does nothing that the model does not`, async () => {
        const { states, outlines, counterexample } = await exploreSchedules({ ...options, mode });
        assert.equal(counterexample, undefined);
        assert.ok(states > 1000, `only ${states} states`);
        const model = explore(watchModel({ ...options, mode, events: 0 }));
        const allowed = new Set([...model.states.values()].map(outlineOf));
        assert.deepEqual(
          [...outlines].filter((outline) => !allowed.has(outline)),
          [],
        );
      });
    }
  }

  for (const options of [
    { ...alone, crashes: 0 },
    { ...pair, crashes: 0 },
  ]) {
    it(`keeps the guarantee with a store that answers from memory, for ${options.watchers} at once`, async () => {
      const { states, counterexample } = await exploreSchedules({ ...options, isQuiet: true });
      assert.equal(counterexample, undefined);
      assert.ok(states > 400, `only ${states} states`);
    });
  }

  for (const [name, bug] of Object.entries(seededBugs)) {
    it(`finds the seeded bug ${name}`, async () => {
      const { counterexample } = await exploreSchedules({ ...alone, bug });
      assert.match(counterexample?.violation ?? '', /lost|doubled/);
    });
  }

  it('shows the one double that a lead lost between looking and calling can make, and no other', async () => {
    const { counterexample } = await exploreSchedules({ ...pair, turns: 1, crashes: 0, takeovers: 1 });
    assert.match(counterexample?.violation ?? '', /doubled/);
    assert.ok(counterexample?.ways.includes('0 loses the lead'));
  });

  it('keeps the guarantee in random schedules of larger worlds', async () => {
    const world = fc.record({
      mode: fc.constantFrom('every' as const, 'latest' as const),
      watchers: fc.constantFrom(1 as const, 2 as const),
      versions: fc.integer({ min: 1, max: 5 }),
      turns: fc.integer({ min: 1, max: 5 }),
      faults: fc.integer({ min: 0, max: 6 }),
      crashes: fc.integer({ min: 0, max: 4 }),
      takeovers: fc.constant(0),
      isQuiet: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(world, picks, async (options, picked) => {
        const ways = await randomWays(options, picked);
        assert.equal(await violationAfter(options, ways), undefined, ways.join('\n'));
      }),
      { numRuns: 1000 },
    );
  });

  for (const [name, bug] of Object.entries(seededBugs)) {
    it(`finds the seeded bug ${name} by random schedules, too`, async () => {
      const options = { ...alone, versions: 1, turns: 4, faults: 2, crashes: 2, bug };
      const property = fc.asyncProperty(picks, async (picked) => {
        const ways = await randomWays(options, picked);
        return (await violationAfter(options, ways)) === undefined;
      });
      const { failed } = await fc.check(property, { numRuns: 2000, seed: 7, endOnFailure: true });
      assert.ok(failed);
    });
  }
});
