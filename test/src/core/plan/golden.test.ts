import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stringify } from 'yaml';
import {
  parseDeploymentConfig,
  printDeploymentConfig,
} from '../../../../src/core/config/deployment-config.ts';
import { parseInferenceConfig } from '../../../../src/core/config/inference-config.ts';
import { computeTypes, targets } from '../../../../src/core/config/target.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import { keyTable } from '../../../../src/core/plan/keys/key-table.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { companions, withKey } from './support/companions.ts';
import { planWith, sampleOf } from './support/matrix.ts';
import { inferenceFile, planOf, smallest, type File } from './support/plan-input.ts';

/** Values that no key of the kind may have, by what its sample is. */
function badValues(sample: unknown): readonly unknown[] {
  if (typeof sample === 'boolean') return ['yes', 1, []];
  if (typeof sample === 'number') return ['many', true, -5, []];
  if (typeof sample === 'string') return [true, [], { a: 1 }];
  return ['text', 7];
}

const readers = {
  deployment: (file: File) => parseDeploymentConfig(stringify(file), 'config.yml'),
  inference: (file: File) => parseInferenceConfig(stringify(file), 'config.yml'),
};

describe('every key', () => {
  for (const row of keyTable) {
    it(`${row.key}: names file, line and key of a bad value`, () => {
      const target =
        row.file === 'deployment'
          ? (targets.find((one) => row.by[one].kind === 'taken') ?? 'aci')
          : 'managed';
      const file = companions(row, target);
      for (const bad of badValues(row.sample))
        assert.throws(
          () => readers[row.file](withKey(file, row.key, bad)),
          catalogueError('ConfigurationInvalid', "'config.yml'", 'line ', row.key),
          JSON.stringify(bad),
        );
    });

    it(`${row.key}: null is the same as absent`, () => {
      const file = companions(row, 'managed');
      const value = (at: File) => {
        try {
          return JSON.stringify({ ...readers[row.file](at), origin: undefined });
        } catch (error) {
          assert.ok(isExtensionError(error), String(error));
          return error.code;
        }
      };
      const [without, withNull] = [undefined, null].map((one) => value(withKey(file, row.key, one)));
      assert.equal(withNull, without);
    });
  }

  const conflicts: readonly (readonly [File, string, string])[] = [
    [
      { computeType: 'aks', numReplicas: 2, autoScaler: { autoscaleEnabled: true } },
      'numReplicas',
      'autoScaler.autoscaleEnabled',
    ],
    [{ computeType: 'aks', authEnabled: true, tokenAuthEnabled: true }, 'authEnabled', 'tokenAuthEnabled'],
    [{ computeType: 'managed', authMode: 'key', authEnabled: true }, 'authMode', 'authEnabled'],
    [{ computeType: 'managed', authMode: 'key', tokenAuthEnabled: true }, 'authMode', 'tokenAuthEnabled'],
    [{ computeType: 'managed', numReplicas: 1, instanceCount: 1 }, 'numReplicas', 'instanceCount'],
    [{ computeType: 'iotedge', deviceId: 'a', targetCondition: 'b' }, 'deviceId', 'targetCondition'],
  ];
  for (const [file, first, second] of conflicts)
    it(`${first} and ${second} exclude each other`, () => {
      assert.throws(
        () => readers.deployment(file),
        catalogueError('ConfigurationConflict', 'line ', first, second),
      );
    });

  const rules: readonly (readonly [File, string])[] = [
    [{ computeType: 'aks', autoScaler: { minReplicas: 2 } }, 'autoScaler'],
    [{ computeType: 'aks', autoScaler: { autoscaleEnabled: false } }, "needs 'numReplicas'"],
    [
      { computeType: 'aks', autoScaler: { autoscaleEnabled: true, minReplicas: 5, maxReplicas: 2 } },
      'maxReplicas only 2',
    ],
    [{ computeType: 'aks', autoScaler: { autoscaleEnabled: true, minReplicas: 11 } }, 'maxReplicas only 10'],
    [{ computeType: 'aks', containerResourceRequirements: { cpu: 2, cpuLimit: 1 } }, 'at least the cpu of 2'],
    [
      { computeType: 'aks', containerResourceRequirements: { memoryInGBLimit: 0.1 } },
      'at least the memoryInGB of 0.5',
    ],
    [{ computeType: 'aks', namespace: '-bad' }, 'namespace'],
    [{ computeType: 'aci', sslEnabled: true, sslCertificate: 'c', sslKey: 'k' }, "needs 'cname'"],
    [
      { ...smallest.aci, authEnabled: true, keys: { secondaryKey: 'a-key-of-the-tests-2' } },
      'keys.primaryKey',
    ],
    [{ computeType: 'aci', keyName: 'k' }, "'vaultBaseUrl', which is missing"],
    [{ computeType: 'aci', vnetName: 'v' }, "'subnetName', which is missing"],
    [{ computeType: 'local', port: 70_000 }, '1 to 65535'],
  ];
  for (const [file, words] of rules)
    it(`refuses ${JSON.stringify(file)}`, () => {
      assert.throws(() => readers.deployment(file), catalogueError('ConfigurationInvalid', 'line ', words));
    });

  const limits: readonly (readonly [File, string])[] = [
    [{ ...smallest.managed, scoringTimeoutMs: 180_001 }, 'at most 180000'],
    [{ ...smallest.kubernetes, scoringTimeoutMs: 300_001 }, 'at most 300000'],
    [{ ...smallest.managed, instanceCount: 51 }, 'at most 50'],
    [{ ...smallest.managed, livenessProbeRequirements: { successThreshold: 2 } }, 'at most 1'],
    [{ ...smallest.aci, containerResourceRequirements: { memoryInGB: 48 } }, 'less than 48'],
  ];
  for (const [deployment, words] of limits)
    it(`holds the limit before anything is called: ${words}`, () => {
      assert.throws(() => planOf({ deployment }), catalogueError('ConfigurationInvalid', 'line ', words));
    });
});

describe('both files', () => {
  const cell = fc.tuple(fc.constantFrom(...keyTable), fc.constantFrom(...targets));

  it('are read back as they are printed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(computeTypes)), cell, (computeType, [row]) => {
        const base = row.file === 'deployment' ? companions(row, 'aci') : {};
        const file = {
          ...withKey(
            base,
            row.file === 'deployment' ? row.key : 'tags',
            row.file === 'deployment' ? row.sample : { a: 'b' },
          ),
          computeType,
        };
        try {
          const once = parseDeploymentConfig(stringify(file), 'config.yml');
          const again = parseDeploymentConfig(printDeploymentConfig(once), 'config.yml');
          assert.deepEqual(again.settings, once.settings);
          assert.deepEqual(parseDeploymentConfig(JSON.stringify(file), 'config.yml').settings, once.settings);
        } catch (error) {
          if (!isExtensionError(error)) throw error;
        }
      }),
    );
  });

  const reversed = (value: unknown): unknown =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([name, inner]) => [name, reversed(inner)]),
        );

  it('give the same plan whatever the order of their keys, and again the second time', () => {
    fc.assert(
      fc.property(cell, ([row, target]) => {
        const file = withKey(companions(row, target), row.key, sampleOf(row, target));
        const files =
          row.file === 'inference'
            ? { inference: file, deployment: smallest[target] }
            : { deployment: file, inference: inferenceFile };
        const outcome = (one: typeof files) => {
          try {
            return planOf(one).steps;
          } catch (error) {
            assert.ok(isExtensionError(error), String(error));
            return error.code;
          }
        };
        const first = outcome(files);
        assert.deepEqual(outcome(files), first);
        assert.deepEqual(
          outcome({
            inference: reversed(files.inference) as File,
            deployment: reversed(files.deployment) as File,
          }),
          first,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('give the same plan whatever the order of variables and of conda keys', () => {
    const plan = (variables: File, condaDependencies: File) =>
      targets.map(
        (target) =>
          planOf({
            inference: {
              entryScript: 'score.py',
              environment: { environmentVariables: variables, python: { condaDependencies } },
            },
            deployment: smallest[target],
          }).steps,
      );
    assert.deepEqual(
      plan({ b: '1', a: '2' }, { dependencies: ['x'], channels: ['y'] }),
      plan({ a: '2', b: '1' }, { channels: ['y'], dependencies: ['x'] }),
    );
  });

  it('name different content differently', () => {
    const names = new Set<string>();
    const rows = keyTable.filter(({ file, by }) => file === 'deployment' && by.aci.kind === 'taken');
    for (const row of rows) {
      const plan = planWith(row, 'aci', sampleOf(row, 'aci'));
      const put = plan.steps.find(({ kind }) => kind === 'mark-tested');
      names.add(JSON.stringify((put?.request.body as { tags: object }).tags));
    }
    assert.ok(names.size > rows.length / 2);
  });
});
