import assert from 'node:assert/strict';
import { explore } from './explore.ts';
import { type ModelOptions, watchModel } from './watch-model.ts';

const alone: ModelOptions = {
  mode: 'every',
  watchers: 1,
  versions: 3,
  turns: 3,
  events: 1,
  faults: 2,
  crashes: 2,
  takeovers: 0,
};
/** Two watchers of which one acts while it leads, and hands over between two turns or when it is killed. */
const pair: ModelOptions = { ...alone, watchers: 2, versions: 2, turns: 2, faults: 1, crashes: 1 };

describe('the model of the guarantee, explored exhaustively', function () {
  this.timeout(60_000);

  for (const mode of ['every', 'latest'] as const) {
    it(`holds in mode ${mode} for one watcher, whatever fails, is killed, or comes early, late or never`, () => {
      const { states, counterexample } = explore(watchModel({ ...alone, mode }));
      assert.equal(counterexample, undefined);
      assert.ok(states.size > 5000, `only ${states.size} states`);
    });

    it(`holds in mode ${mode} for two watchers in every interleaving`, () => {
      const { states, counterexample } = explore(watchModel({ ...pair, mode }));
      assert.equal(counterexample, undefined);
      assert.ok(states.size > 5000, `only ${states.size} states`);
    });
  }

  const bugs: readonly [NonNullable<ModelOptions['bug']>, RegExp][] = [
    ['settle before create', /lost: 1/],
    ['cursor before owed', /lost: 1/],
    ['create without find', /doubled: 1, 1/],
  ];
  for (const [bug, violation] of bugs) {
    it(`finds the bug '${bug}'`, () => {
      const { counterexample } = explore(watchModel({ ...alone, bug }));
      assert.match(counterexample?.violation ?? '', violation);
    });
  }

  // A lease alone cannot do better: Azure DevOps does not know it, so nothing stops a call that was begun under it.
  it('shows the one double that a lead lost between looking and calling can make', () => {
    const { counterexample } = explore(
      watchModel({ ...pair, events: 0, faults: 0, crashes: 0, takeovers: 1 }),
    );
    assert.match(counterexample?.violation ?? '', /doubled/);
    const steps = counterexample?.steps ?? [];
    const looked = steps.indexOf('0: find');
    const lost = steps.indexOf('1: takes the lead');
    assert.ok(looked >= 0 && looked < lost && lost < steps.indexOf('0: create'), steps.join('\n'));
  });

  it('shows that in mode latest such a watcher can still start an older version after a newer one', () => {
    const options = {
      ...pair,
      mode: 'latest' as const,
      twoSteps: true,
      events: 0,
      faults: 0,
      crashes: 0,
      takeovers: 1,
    };
    assert.match(explore(watchModel(options)).counterexample?.violation ?? '', /out of order/);
  });

  it('shows that drafts, of which the first is started, rule that double out', () => {
    const options = { ...pair, twoSteps: true, events: 0, takeovers: 1 };
    const { states, counterexample } = explore(watchModel(options));
    assert.equal(counterexample, undefined);
    assert.ok(states.size > 20_000, `only ${states.size} states`);
  });
});
