import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import {
  parseDeploymentConfig,
  printDeploymentConfig,
} from '../../../../src/core/config/deployment-config.ts';
import { deploymentSchema, wholeKeys } from '../../../../src/core/config/deployment-schema.ts';
import { computeTypes } from '../../../../src/core/config/target.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { withKey } from '../plan/support/companions.ts';
import type { File } from '../plan/support/plan-input.ts';
import { leavesOf } from '../plan/support/schema-keys.ts';
import { deploymentGolden, exclusiveDeploymentKeys } from './support/deployment-golden.ts';
import { areExclusive, lineOfBad, pairsOf, valueAt, refusalOf } from './support/golden.ts';

const parse = (file: File) => parseDeploymentConfig(stringify(file), 'dc.yml');
const plain: File = { computeType: 'managed' };
const keys = leavesOf(deploymentSchema, wholeKeys);

const refusalIn = (file: File) => refusalOf(() => parse(file));

describe('the keys of a deployment config', () => {
  it('all have a golden case, and there is none of a key that is no more', () => {
    assert.deepEqual(Object.keys(deploymentGolden).toSorted(), keys.toSorted());
  });

  for (const [key, golden] of Object.entries(deploymentGolden)) {
    const { value, read = value, needs = {}, bad, presets = {} } = golden;

    it(`'${key}' is read, and survives being printed`, () => {
      const config = parse(withKey({ ...plain, ...needs }, key, value));
      assert.deepEqual(valueAt(config.settings, key), read);
      assert.equal(config.origin.keys[key]?.place.startsWith('line '), true);
      const again = parseDeploymentConfig(printDeploymentConfig(config), 'printed.yml');
      assert.deepEqual(again.settings, config.settings);
    });

    it(`'${key}' left out or null holds what its deployment type says`, () => {
      const ruling = (said: File) =>
        Object.fromEntries(
          Object.keys(computeTypes)
            .map(
              (computeType) => [computeType, valueAt(parse({ ...said, computeType }).settings, key)] as const,
            )
            .filter(([, preset]) => preset !== undefined),
        );
      assert.deepEqual(ruling({}), presets);
      assert.deepEqual(ruling(withKey({}, key, null)), presets);
    });

    it(`'${key}' is refused as ${JSON.stringify(bad[0])}`, () => {
      assert.throws(
        () => parse(withKey(plain, key, bad[0])),
        catalogueError('ConfigurationInvalid', 'dc.yml', lineOfBad(key, bad[0], 1), bad[1]),
      );
    });

    if (golden.needs !== undefined)
      it(`'${key}' means nothing without ${Object.keys(needs).join(', ')}`, () => {
        assert.equal(refusalIn(withKey(plain, key, value)), 'ConfigurationInvalid');
      });
  }

  it('exclude one another in these pairs, and in no other', () => {
    const value = (key: string) => deploymentGolden[key]?.value;
    for (const [a, b] of pairsOf(keys)) {
      const both = withKey(withKey(plain, a, value(a)), b, value(b));
      const expected = areExclusive(exclusiveDeploymentKeys, [a, b]);
      assert.equal(refusalIn(both) === 'ConfigurationConflict', expected, `${a}, ${b}`);
    }
  }).timeout(20_000);
});
