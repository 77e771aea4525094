import assert from 'node:assert/strict';
import { parseRollout, wordOverrides } from '../../../../src/core/rollout/read-rollout.ts';
import { rolloutDefaults, rolloutSettings } from '../../../../src/core/rollout/settings.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const wrong = (text: string, ...named: string[]): void => {
  assert.throws(
    () => parseRollout(text, 'rollout.yml'),
    catalogueError('ConfigurationInvalid', 'rollout.yml', ...named),
  );
};

describe('src/core/rollout/read-rollout.ts', () => {
  it('reads every word', () => {
    const text = `
strategy: Mirror-Then-Canary
steps: [5, 25]
mirrorPercent: 20
pauseSeconds: 120
minimumSamples: 100
latencyObjectiveMs: 200
maximumErrorRate: 0.02
maximumSlowdown: 1.2
confidence: 0.99
removeOld: true
removeBad: true
smokeTests:
  - { name: one, request: one.json, expected: answer.json, tolerance: 0.01 }
  - { request: two.json, check: [python3, check.py] }
`;
    const read = rolloutSettings(parseRollout(text, 'rollout.yml').words);
    assert.equal(read.strategy, 'mirror-then-canary');
    assert.deepEqual(read.steps, [5, 25]);
    assert.equal(read.latencyObjectiveMs, 200);
    assert.deepEqual(read.smokeTests[1], { request: 'two.json', check: ['python3', 'check.py'] });
  });

  it('has a default for every word that is missing', () => {
    assert.deepEqual(rolloutSettings(undefined, parseRollout('{}', 'rollout.yml').words), rolloutDefaults);
  });

  it('lets inputs win over the file', () => {
    const { words, overrides } = parseRollout('strategy: canary\nsteps: [10]', 'rollout.yml', [
      { key: 'strategy', value: 'blue-green', flag: "input 'strategy'" },
    ]);
    assert.equal(words.strategy, 'blue-green');
    assert.deepEqual(words.steps, [10]);
    // Over a deployment config they go each with the place that gave it.
    assert.deepEqual(overrides, [
      { key: 'rollout.strategy', value: 'blue-green', flag: "input 'strategy'" },
      { key: 'rollout.steps', value: [10], flag: "line 2 of 'rollout.yml'" },
    ]);
  });

  it('reads the texts of inputs and flags as what they stand for', () => {
    const texts = {
      strategy: 'canary',
      steps: '10, 50',
      confidence: '0.9',
      removeOld: 'true',
      removeBad: ' ',
    };
    assert.deepEqual(wordOverrides({ texts, place: (word) => `--${word}` }), [
      { key: 'strategy', value: 'canary', flag: '--strategy' },
      { key: 'steps', value: [10, 50], flag: '--steps' },
      { key: 'confidence', value: 0.9, flag: '--confidence' },
      { key: 'removeOld', value: true, flag: '--removeOld' },
    ]);
  });

  it('names file, line and key of every mistake', () => {
    wrong('strategy: blue', 'line 1, strategy', 'replace');
    wrong('strategy: canary\nsteps: [50, 10]', 'line 2, steps: must rise');
    wrong('steps: [100]', 'steps.0: must be at most 99');
    wrong('mirrorPercent: 60', 'mirrorPercent: must be at most 50');
    wrong('stratgy: canary', 'line 1, stratgy: this key is not known');
    wrong('smokeTests:\n  - request: a.json\n    tolerance: 0.1', "tolerance: goes only with 'expected'");
    wrong('pauseSeconds: soon', 'pauseSeconds');
  });

  it('names the input that is wrong', () => {
    const overrides = [{ key: 'minimumSamples', value: 1, flag: "input 'minimumSamples'" }];
    assert.throws(
      () => parseRollout(undefined, 'the inputs', overrides),
      catalogueError('ConfigurationInvalid', "input 'minimumSamples', minimumSamples: must be at least 5"),
    );
  });
});
