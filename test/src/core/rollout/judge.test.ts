import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evidenceAgainst } from '../../../../src/core/rollout/evidence.ts';
import { judge, type Judgement, type Limits } from '../../../../src/core/rollout/judge.ts';
import { noSamples, quantile, withPair, type Pair } from '../../../../src/core/rollout/samples.ts';

const limits: Limits = {
  minimumSamples: 20,
  maximumErrorRate: 0.01,
  maximumSlowdown: 1.5,
  confidence: 0.95,
};

const answer = (milliseconds: number) => ({ ok: true, milliseconds });
const failure = { ok: false, milliseconds: 3 };

/** Judges after every pair until it is settled; undefined when the pairs run out. */
function judgeAll(pairs: Iterable<Pair>, rules: Limits = limits): Judgement & { pairs: number } {
  let samples = noSamples;
  let count = 0;
  let last: Judgement = judge(samples, rules);
  for (const pair of pairs) {
    samples = withPair(samples, pair, rules);
    count += 1;
    last = judge(samples, rules);
    if (last.outcome !== 'more') break;
  }
  return { ...last, pairs: count };
}

const repeat = (pair: Pair, times: number): Pair[] => Array.from({ length: times }, () => pair);

/** A small random generator with a seed, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

describe('src/core/rollout/judge.ts', () => {
  it('wants enough samples before it says good', () => {
    const pair = { fresh: answer(20), serving: answer(20) };
    assert.equal(judgeAll(repeat(pair, 19)).outcome, 'more');
    const good = judgeAll(repeat(pair, 20));
    assert.equal(good.outcome, 'good');
    assert.match(good.reason, /0 of 20 requests failed .* 95 % confidence.*median 20 ms.*now serving/);
  });

  it('calls a version bad after its second failure in a row', () => {
    const verdict = judgeAll(repeat({ fresh: failure, serving: answer(20) }, 20));
    assert.equal(verdict.outcome, 'bad');
    assert.equal(verdict.pairs, 2);
    assert.match(verdict.reason, /2 of 2 requests failed, and at most 1 % may \(confidence 95 %\)/);
  });

  it('hurries as soon as something speaks against it', () => {
    assert.equal(judgeAll(repeat({ fresh: failure, serving: answer(20) }, 1)).isUrgent, true);
    assert.equal(judgeAll(repeat({ fresh: answer(20), serving: answer(20) }, 1)).isUrgent, false);
  });

  it('forgives one failure among many good answers', () => {
    const pair = { fresh: answer(20), serving: answer(20) };
    const pairs = [...repeat(pair, 10), { fresh: failure, serving: answer(20) }, ...repeat(pair, 69)];
    assert.equal(judgeAll(pairs).outcome, 'good');
  });

  it('calls a version bad that misses the objective, even where nothing serves to compare with', () => {
    const verdict = judgeAll(repeat({ fresh: answer(250) }, 20), { ...limits, latencyObjectiveMs: 200 });
    assert.equal(verdict.outcome, 'bad');
    assert.match(verdict.reason, /longer than the objective of 200 ms/);
  });

  it('calls a version bad that is slower than the one now serving, although it keeps the objective', () => {
    const verdict = judgeAll(repeat({ fresh: answer(90), serving: answer(30) }, 20), {
      ...limits,
      latencyObjectiveMs: 200,
    });
    assert.equal(verdict.outcome, 'bad');
    assert.match(verdict.reason, /more than 1.5 times as long .*medians 90 ms and 30 ms/);
  });

  it('calls a version bad that fails where the one now serving does not, although the rate is allowed', () => {
    const rules = { ...limits, maximumErrorRate: 0.5 };
    const pairs = Array.from({ length: 80 }, (_, index) => ({
      fresh: index % 3 === 0 ? failure : answer(20),
      serving: answer(20),
    }));
    assert.match(
      judgeAll(pairs, rules).reason,
      /it failed \d+ of \d+ requests, and the version now serving 0/,
    );
    assert.equal(judgeAll(pairs, rules).outcome, 'bad');
  });

  it('says good in doubt rather than never, and says what the doubt is', () => {
    // Slower whenever the evidence is about to fade, so that it stays small and never goes away.
    const pairs: Pair[] = [];
    let slower = 0;
    while (pairs.length < 100) {
      const isSlower = evidenceAgainst(0.5, slower, pairs.length + 1) <= 2;
      slower += isSlower ? 1 : 0;
      pairs.push({ fresh: answer(isSlower ? 40 : 20), serving: answer(20) });
    }
    const verdict = judgeAll(pairs);
    assert.equal(verdict.outcome, 'good');
    assert.equal(verdict.pairs, 80);
    assert.match(verdict.reason, /in doubt, but not shown: in \d+ of 80 pairs/);
  });

  it('never calls one of an identical pair worse more often than its confidence says, judging after every pair', () => {
    // Both draw from one distribution with outliers, both fail as often as they may.
    const worlds = 2000;
    for (const confidence of [0.8, 0.95]) {
      const rules = {
        ...limits,
        confidence,
        maximumErrorRate: 0.05,
        maximumSlowdown: 1,
        latencyObjectiveMs: 190,
      };
      let bad = 0;
      for (let world = 0; world < worlds; world += 1) {
        const next = random(world);
        // 5 % fail, 5 % of the rest miss the objective of 190 ms: exactly at every border.
        const sample = () => (next() < 0.05 ? failure : answer(10 + next() * (180 / 0.95)));
        const pairs = Array.from({ length: 80 }, () => ({ fresh: sample(), serving: sample() }));
        if (judgeAll(pairs, rules).outcome === 'bad') bad += 1;
      }
      assert.ok(bad / worlds <= 1 - confidence, `${bad} of ${worlds} at ${confidence}`);
    }
  });

  it('finds a version that is twice as slow, or fails once in five, nearly always', () => {
    const rules = { ...limits, minimumSamples: 50 };
    const missed = { slow: 0, broken: 0 };
    for (let world = 0; world < 200; world += 1) {
      const next = random(world);
      const time = () => 20 + next() * 20;
      const slow = Array.from({ length: 200 }, () => ({
        fresh: answer(2 * time()),
        serving: answer(time()),
      }));
      const broken = Array.from({ length: 200 }, () => ({
        fresh: next() < 0.2 ? failure : answer(time()),
        serving: answer(time()),
      }));
      if (judgeAll(slow, rules).outcome !== 'bad') missed.slow += 1;
      if (judgeAll(broken, rules).outcome !== 'bad') missed.broken += 1;
    }
    assert.ok(missed.slow <= 2 && missed.broken <= 2, JSON.stringify(missed));
  });

  it('gives quantiles as a person counts them', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    assert.equal(quantile(values, 0.95), 95);
    assert.equal(quantile(values, 0.5), 50);
    assert.equal(quantile([], 0.5), 0);
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (some) => {
        assert.equal(quantile(some, 1), Math.max(...some));
      }),
    );
  });
});
