import assert from 'node:assert/strict';
import { deploymentSchema, wholeKeys } from '../../../../src/core/config/deployment-schema.ts';
import { inferenceSchema } from '../../../../src/core/config/inference-config.ts';
import { targets } from '../../../../src/core/config/target.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import type { KeyRow } from '../../../../src/core/plan/keys/key-row.ts';
import { keyTable } from '../../../../src/core/plan/keys/key-table.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { settle } from '../../../../src/core/plan/treat-keys.ts';
import { companions, flat, withKey } from './support/companions.ts';
import { judgedBy, planWith, sampleOf } from './support/matrix.ts';
import { leavesOf } from './support/schema-keys.ts';

/** What the plan is compared with, where leaving the key out leads to the same or to nothing. */
const counterSamples: Readonly<Record<string, unknown>> = {
  entryScript: 'other.py',
  authEnabled: false,
  computeTargetName: 'other',
  iotHub: 'other.azure-devices.net',
  deviceId: 'other',
  targetCondition: 'true',
  'environment.name': 'other-env',
  'keys.primaryKey': 'another-key-of-the-tests',
  sslCertificate: 'other.pem',
  sslKey: 'other.pem',
  cname: 'other.example.com',
};

/** The steps, or the words in which the files are refused. */
function outcome(make: () => Plan): unknown {
  try {
    return make().steps;
  } catch (error) {
    assert.ok(isExtensionError(error), String(error));
    return error.message;
  }
}

describe('src/core/plan/keys', () => {
  it('knows every key that the two files may have, and no other', () => {
    const known = (file: KeyRow['file']) =>
      keyTable
        .filter((row) => row.file === file)
        .map(({ key }) => key)
        .toSorted();
    assert.deepEqual(known('deployment'), leavesOf(deploymentSchema, wholeKeys).toSorted());
    assert.deepEqual(known('inference'), leavesOf(inferenceSchema).toSorted());
  });

  for (const row of keyTable)
    for (const target of targets) {
      const value = sampleOf(row, target);
      const given = flat(withKey(companions(row, target), row.key, value));
      const treatment = settle(row.by[target], value, given);
      it(`${target}: '${row.key}' is ${treatment.kind}`, () => {
        if (treatment.kind === 'refused') {
          const refusal = outcome(() => planWith(row, target, value));
          assert.ok(typeof refusal === 'string', 'it is not refused');
          assert.match(refusal, /config\.yml' \(line \d+\) asks for/);
          // Of keys that belong together the first one is named.
          assert.ok(
            Object.keys(given).some((key) => refusal.includes(`'${key}'`)),
            refusal,
          );
          return;
        }
        const plan = planWith(row, target, value);
        const warnings = plan.warnings.filter((warning) => warning.includes(`'${row.key}'`));
        if (treatment.kind === 'warned') {
          assert.equal(warnings.length, 1, plan.warnings.join('\n'));
          assert.match(warnings[0] ?? '', /line \d+/);
          return;
        }
        assert.equal(warnings.length, treatment.caution === undefined ? 0 : 1);
        const counter = counterSamples[row.key];
        const other = [outcome(() => planWith(row, target, counter)), judgedBy(row, target, counter)];
        assert.notDeepEqual([plan.steps, judgedBy(row, target, value)], other, 'the key changes nothing');
      });
    }
});
