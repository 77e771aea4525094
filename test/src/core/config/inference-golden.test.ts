import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { defaultImage } from '../../../../src/core/config/environment-source.ts';
import { inferenceSchema, parseInferenceConfig } from '../../../../src/core/config/inference-config.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { withKey } from '../plan/support/companions.ts';
import type { File } from '../plan/support/plan-input.ts';
import { leavesOf } from '../plan/support/schema-keys.ts';
import { areExclusive, lineOfBad, pairsOf, refusalOf } from './support/golden.ts';
import { exclusiveInferenceKeys, inferenceGolden } from './support/inference-golden.ts';

const parse = (file: File) => parseInferenceConfig(stringify(file), 'ic.yml');
const plain: File = { entryScript: 'score.py' };
const keys = leavesOf(inferenceSchema);

/** What a file means that gives nothing but the entry script. */
const presets = {
  entryScript: 'score.py',
  environment: { kind: 'defined', image: defaultImage },
  environmentVariables: {},
};

const refusalIn = (file: File) => refusalOf(() => parse(file));

describe('the keys of an inference config', () => {
  it('all have a golden case, and there is none of a key that is no more', () => {
    assert.deepEqual(Object.keys(inferenceGolden).toSorted(), keys.toSorted());
  });

  for (const [key, { value, needs = {}, bad, reads = {} }] of Object.entries(inferenceGolden)) {
    it(`'${key}' is read, in YAML and in JSON`, () => {
      const file = withKey({ ...plain, ...needs }, key, value);
      const { origin, ...meaning } = parse(file);
      assert.deepEqual(meaning, { ...presets, ...reads });
      assert.match(origin.keys[key]?.place ?? '', /^line \d+$/);
      const { origin: inJson, ...same } = parseInferenceConfig(JSON.stringify(file), 'ic.json');
      assert.deepEqual(same, meaning);
      assert.deepEqual(Object.keys(inJson.keys), Object.keys(origin.keys));
    });

    it(`'${key}' is ${key === 'entryScript' ? 'required' : 'nothing where it is null'}`, () => {
      const file = withKey(plain, key, null);
      if (key === 'entryScript') {
        assert.throws(() => parse(file), catalogueError('ConfigurationInvalid', 'entryScript'));
        assert.throws(() => parse({}), catalogueError('ConfigurationInvalid', 'entryScript: is required'));
        return;
      }
      const { origin, ...meaning } = parse(file);
      assert.deepEqual(meaning, presets);
      assert.equal(key in origin.keys, false);
    });

    it(`'${key}' is refused as ${JSON.stringify(bad[0])}`, () => {
      assert.throws(
        () => parse(withKey(plain, key, bad[0])),
        catalogueError(
          'ConfigurationInvalid',
          'ic.yml',
          lineOfBad(key, bad[0], key === 'entryScript' ? 0 : 1),
          bad[1],
        ),
      );
    });
  }

  it('exclude one another in these pairs, and in no other', () => {
    const value = (key: string) => inferenceGolden[key]?.value;
    for (const [a, b] of pairsOf(keys.filter((key) => key !== 'entryScript'))) {
      const both = withKey(withKey(plain, a, value(a)), b, value(b));
      const expected = areExclusive(exclusiveInferenceKeys, [a, b]);
      assert.equal(refusalIn(both) === 'ConfigurationConflict', expected, `${a}, ${b}`);
    }
  }).timeout(20_000);
});
