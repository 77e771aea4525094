import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type VersionDecision, decide as decideAt } from '../../artifact-source/decide.ts';
import type { ModelVersion } from '../../src/core/model/version.ts';
import type { KnownVersion, VersionState } from '../../src/core/watch/history.ts';
import { parseExpression } from '../../src/core/watch-rules/parse-expression.ts';
import type { WatchRules } from '../../src/core/watch-rules/watch-rules.ts';
import type { WatchMode } from '../../src/core/watch/watch.ts';
import { epoch, modelVersion } from './support/versions.ts';

const known = ({ version, createdAt }: ModelVersion, state: VersionState): KnownVersion => ({
  version,
  createdAt,
  state,
  reason: 'r',
});
const decide = (
  mode: WatchMode,
  listed: readonly ModelVersion[],
  met: readonly KnownVersion[],
  rules?: WatchRules,
) =>
  decideAt({ mode, ...(rules === undefined ? {} : { rules }) }, listed, met, {
    now: epoch + 100 * 60_000,
  });
const inShort = (decisions: readonly VersionDecision[]) =>
  decisions.map(({ version, action }) => `${version.version} ${action}`);

describe('artifact-source/decide.ts', () => {
  const seven = modelVersion('7', 70);
  const eight = modelVersion('8', 80);
  const nine = modelVersion('9', 90);
  const baseline = [known(seven, 'baseline')];

  it('fires every new version in registration order, in mode every', () => {
    assert.deepEqual(inShort(decide('every', [nine, eight, seven], baseline)), ['8 fire', '9 fire']);
  });

  it('fires the newest and passes over the rest, in mode latest, and says why', () => {
    const decisions = decide('latest', [nine, eight, seven], baseline);
    assert.deepEqual(inShort(decisions), ['8 pass-over', '9 fire']);
    assert.match(decisions[0]?.reason ?? '', /version 9, registered later, fires instead/);
    assert.match(decisions[1]?.reason ?? '', /newest/);
  });

  it('decides nothing about versions it knows, whatever became of them', () => {
    const states = ['baseline', 'owed', 'fired', 'passed-over', 'ignored'] as const;
    for (const state of states) assert.deepEqual(decide('every', [seven], [known(seven, state)]), []);
  });

  it('fires the first version of a model that had none', () => {
    for (const mode of ['every', 'latest'] as const) {
      assert.deepEqual(inShort(decide(mode, [seven], [])), ['7 fire']);
    }
  });

  it('takes a number that was registered again for a new version', () => {
    const again = modelVersion('7', 100);
    assert.deepEqual(inShort(decide('latest', [again], baseline)), ['7 fire']);
  });

  it('ignores a version registered before the watch began, e.g. one that was restored', () => {
    for (const mode of ['every', 'latest'] as const) {
      const decisions = decide(mode, [modelVersion('3', 30), seven], baseline);
      assert.deepEqual(inShort(decisions), ['3 ignore']);
      assert.match(decisions[0]?.reason ?? '', /before the watch began/);
    }
  });

  it('fires a version seen late in mode every, and passes it over in mode latest', () => {
    const history = [...baseline, known(nine, 'fired')];
    assert.deepEqual(inShort(decide('every', [eight, nine], history)), ['8 fire']);
    const [late] = decide('latest', [eight, nine], history);
    assert.equal(late?.action, 'pass-over');
    assert.match(late.reason, /version 9, registered later, is known already/);
  });

  it('takes no notice of archived versions', () => {
    assert.deepEqual(decide('every', [{ ...eight, isArchived: true }], baseline), []);
  });

  it('orders equal times by version number', () => {
    const [ten, two] = [modelVersion('10', 80), modelVersion('2', 80)];
    assert.deepEqual(inShort(decide('every', [ten, two], baseline)), ['2 fire', '10 fire']);
    assert.deepEqual(inShort(decide('latest', [ten, two], baseline)), ['2 pass-over', '10 fire']);
  });

  it('fires nothing by itself in mode manual', () => {
    const [decision] = decide('manual', [eight], baseline);
    assert.deepEqual([decision?.action, decision?.reason], ['ignore', 'the mode is manual']);
  });

  it('keeps what does not pass waiting, and gives its place to nobody else', () => {
    const rules = { when: parseExpression('accuracy > 0.9') };
    const good = { ...eight, tags: { accuracy: '0.95' } };
    const decisions = decide('latest', [good, nine], baseline, rules);
    assert.deepEqual(inShort(decisions), ['8 fire', '9 wait']);
    assert.match(decisions[0]?.reason ?? '', /newest .*; accuracy is '0\.95'/);
    assert.match(decisions[1]?.reason ?? '', /accuracy does not exist/);
  });

  it('looks again at what waits, and fires it once it passes', () => {
    const rules = { filter: { stage: ['prod'] } };
    const history = [...baseline, known(eight, 'waiting')];
    assert.deepEqual(inShort(decide('latest', [eight], history, rules)), ['8 wait']);
    assert.deepEqual(inShort(decide('latest', [{ ...eight, stage: 'prod' }], history, rules)), ['8 fire']);
  });

  it('passes over what passes only after a newer one fired, in mode latest, and fires it in mode every', () => {
    const history = [...baseline, known(eight, 'waiting'), known(nine, 'fired')];
    assert.deepEqual(inShort(decide('latest', [eight, nine], history)), ['8 pass-over']);
    assert.deepEqual(inShort(decide('every', [eight, nine], history)), ['8 fire']);
  });

  it('says when a version is old enough', () => {
    const [decision] = decide('every', [nine], baseline, { filter: { minimumAgeMinutes: 30 } });
    assert.deepEqual([decision?.action, decision?.until], ['wait', epoch + 120 * 60_000]);
    assert.deepEqual(inShort(decide('every', [nine], baseline, { filter: { minimumAgeMinutes: 10 } })), [
      '9 fire',
    ]);
  });

  it('fires the one before a version that is skipped, in mode latest', () => {
    assert.deepEqual(inShort(decide('latest', [eight, nine], baseline, { skip: ['9'] })), [
      '8 fire',
      '9 ignore',
    ]);
    const history = [...baseline, known(nine, 'ignored')];
    assert.deepEqual(inShort(decide('latest', [eight, nine], history)), ['8 fire']);
  });

  /** Registers `count` versions and looks after some of them; what was fired, in order. */
  function play(mode: WatchMode, count: number, looks: readonly number[]): readonly string[] {
    const all = Array.from({ length: count }, (_, index) => modelVersion(`${index + 1}`, index));
    const [cold = 0, ...later] = [...looks, count].toSorted((a, b) => a - b);
    const history = all.slice(0, cold).map((version) => known(version, 'baseline'));
    const fired: string[] = [];
    for (const seen of later) {
      for (const { version, action } of decide(mode, all.slice(0, seen).toReversed(), history)) {
        const state = action === 'fire' ? 'fired' : 'passed-over';
        history.push({ ...version, state, reason: 'r' });
        if (action === 'fire') fired.push(version.version);
      }
    }
    return fired;
  }

  const schedule = fc.integer({ min: 1, max: 30 }).chain((count) =>
    fc.record({
      count: fc.constant(count),
      looks: fc.array(fc.integer({ min: 0, max: count }), { minLength: 1, maxLength: 10 }),
    }),
  );

  it('fires all registered after the first look exactly once and in order, whenever it looks (mode every)', () => {
    fc.assert(
      fc.property(schedule, ({ count, looks }) => {
        const cold = Math.min(...looks);
        const wanted = Array.from({ length: count - cold }, (_, index) => `${cold + index + 1}`);
        assert.deepEqual(play('every', count, looks), wanted);
      }),
    );
  });

  it('fires in order and ends with the newest, whenever it looks (mode latest)', () => {
    fc.assert(
      fc.property(schedule, ({ count, looks }) => {
        const fired = play('latest', count, looks).map(Number);
        assert.deepEqual(
          fired,
          [...new Set(fired)].toSorted((a, b) => a - b),
        );
        assert.equal(fired.at(-1), Math.min(...looks) === count ? undefined : count);
      }),
    );
  });
});
