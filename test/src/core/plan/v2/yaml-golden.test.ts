import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import type * as z from 'zod';
import { yamlKeys } from '../../../../../scripts/docs/yaml-keys/table.ts';
import {
  yamlFileKinds,
  type YamlFileKind,
  type YamlKey,
} from '../../../../../scripts/docs/yaml-keys/yaml-key.ts';
import { inlineEnvironment, inlineModel } from '../../../../../src/core/config/v2/assets.ts';
import { batchDeploymentSchema, batchEndpointSchema } from '../../../../../src/core/config/v2/batch-files.ts';
import {
  onlineDeploymentSchema,
  onlineEndpointSchema,
} from '../../../../../src/core/config/v2/online-files.ts';
import { readOnlyKeys } from '../../../../../src/core/config/v2/yaml-file.ts';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import type { Plan } from '../../../../../src/core/plan/plan.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { areExclusive, pairsOf } from '../../config/support/golden.ts';
import type { File } from '../support/plan-input.ts';
import { planOfYaml } from '../support/yaml-files.ts';
import { exclusiveYamlKeys, yamlGolden, type YamlGolden } from '../support/yaml-golden.ts';
import { yamlLeavesOf } from '../support/schema-keys.ts';

const schemas: Readonly<Record<YamlFileKind, z.ZodObject>> = {
  'online endpoint': onlineEndpointSchema,
  'online deployment': onlineDeploymentSchema,
  'batch endpoint': batchEndpointSchema,
  'batch deployment': batchDeploymentSchema,
  environment: inlineEnvironment,
  model: inlineModel,
};

/** Keys as paths: one of them has a dot in its name, and a star stands for a name of the user's. */
const namesOf = (key: string) =>
  key
    .replace('nvidia.com/gpu', 'nvidia com/gpu')
    .split('.')
    .map((name) => (name === '*' ? 'request' : name.replace(' ', '.')));

function set(file: File, [head = '', ...rest]: readonly string[], value: unknown): File {
  return { ...file, [head]: rest.length === 0 ? value : set((file[head] ?? {}) as File, rest, value) };
}

const valueAt = (tree: unknown, names: readonly string[]): unknown =>
  names.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    tree,
  );

interface Both {
  readonly endpoint: File;
  readonly deployment: File;
}

const bases: Readonly<Record<'managed' | 'kubernetes' | 'batch', Both>> = {
  managed: {
    endpoint: { name: 'fraud' },
    deployment: { name: 'blue', endpoint_name: 'fraud', instance_type: 'a' },
  },
  kubernetes: {
    endpoint: { name: 'fraud', compute: 'azureml:other' },
    deployment: { name: 'blue', endpoint_name: 'fraud', type: 'kubernetes' },
  },
  batch: {
    endpoint: { name: 'fraud' },
    deployment: { name: 'blue', endpoint_name: 'fraud', compute: 'azureml:cpu', type: 'model' },
  },
};

/** Which of the two files a kind stands in, and below which key. */
const places: Readonly<Record<YamlFileKind, readonly [keyof Both, ...(readonly string[])]>> = {
  'online endpoint': ['endpoint'],
  'online deployment': ['deployment'],
  'batch endpoint': ['endpoint'],
  'batch deployment': ['deployment'],
  environment: ['deployment', 'environment'],
  model: ['deployment', 'model'],
};

/** What a definition has at least; a build context stands in place of an image. */
const least = (kind: YamlFileKind, own: File): File =>
  kind === 'model'
    ? { path: './model' }
    : kind === 'environment' && !('build' in own)
      ? { image: 'own:1' }
      : {};

function withOwn(kind: YamlFileKind, own: File, on: YamlGolden['on']): Both {
  const both = bases[kind.startsWith('batch') ? 'batch' : (on ?? 'managed')];
  const [file, ...below] = places[kind];
  const there = (valueAt(both[file], below) ?? {}) as File;
  const whole = { ...there, ...least(kind, own), ...own };
  return { ...both, [file]: below.length === 0 ? whole : set(both[file], below, whole) };
}

const planOf = ({ endpoint, deployment }: Both): Plan =>
  planOfYaml({ endpoint: stringify(endpoint), deployment: stringify(deployment) });

/** What the row says that the key becomes, as it stands in the plan. */
function becomes({ step, at = '' }: YamlKey, plan: Plan): unknown {
  const request = plan.steps.find(({ kind }) => kind === step)?.request;
  if (at === 'path') return request?.path;
  const found = valueAt(request?.body, namesOf(at));
  if (at !== 'tags') return found;
  const own = Object.entries(found ?? {}).filter(([name]) => !name.startsWith('azureml-release.'));
  return Object.fromEntries(own);
}

function assertIs(found: unknown, expected: unknown): void {
  if (expected instanceof RegExp) assert.match(String(found), expected);
  else assert.deepEqual(found, expected);
}

for (const kind of yamlFileKinds)
  describe(`the keys of a file of az ml v2: ${kind}`, () => {
    const rows = yamlKeys.filter(({ file }) => file === kind);
    const golden = yamlGolden[kind];
    const fileOf = (key: string, value: unknown, { needs = {}, on }: YamlGolden) =>
      withOwn(kind, value === undefined ? needs : set(needs, namesOf(key), value), on);

    it('all have a golden case and a row of the page, and there is none of a key that is no more', () => {
      const known = yamlLeavesOf(schemas[kind])
        .filter((key) => !readOnlyKeys.includes(key))
        .toSorted();
      assert.deepEqual(Object.keys(golden).toSorted(), known);
      assert.deepEqual(rows.map(({ key }) => key).toSorted(), known);
    });

    for (const row of rows) {
      const { key, step } = row;
      const own = golden[key] ?? { value: undefined };
      const [, ...below] = places[kind];
      const named = [...below, ...namesOf(key)].join('.');

      if (step !== undefined)
        it(`'${key}' becomes what its row says, and without it stands what holds then`, () => {
          assertIs(becomes(row, planOf(fileOf(key, own.value, own))), own.body);
          if (row.at === 'path' || (own.needs !== undefined && key.startsWith('code_configuration'))) return;
          assertIs(becomes(row, planOf(fileOf(key, undefined, own))), own.absent);
        });
      else if (own.value !== undefined)
        it(`'${key}' is in no request`, () => {
          const [given, without] = [own.value, undefined].map((value) => planOf(fileOf(key, value, own)));
          assert.deepEqual(given?.steps, without?.steps);
          assert.deepEqual(given?.warnings, without?.warnings);
        });

      const { bad } = own;
      if (bad !== undefined)
        it(`'${key}' is refused as ${JSON.stringify(bad[0])}`, () => {
          assert.throws(
            () => planOf(fileOf(key, bad[0], own)),
            catalogueError('ConfigurationInvalid', '.yml', 'line ', named.split('.')[0] ?? '', bad[1]),
          );
        });
    }

    it('read over what only the service writes, and say so', () => {
      for (const key of readOnlyKeys) {
        const [, ...below] = places[kind];
        const { warnings } = planOf(withOwn(kind, { [key]: 'written' }, undefined));
        const named = [...below, key].join('.');
        assert.ok(
          warnings.some((warning) => warning.includes(`gives '${named}'`)),
          named,
        );
      }
    });

    it('exclude one another in these pairs, and in no other', () => {
      const keys = Object.keys(golden).filter((key) => golden[key]?.value !== undefined);
      for (const [a, b] of pairsOf(keys)) {
        const [first, second] = [golden[a], golden[b]];
        if (first === undefined || second === undefined) continue;
        const needs = { ...first.needs, ...second.needs };
        const file = set(set(needs, namesOf(a), first.value), namesOf(b), second.value);
        const on = first.on ?? second.on;
        let code = '';
        try {
          planOf(withOwn(kind, file, on));
        } catch (error) {
          assert.ok(isExtensionError(error), String(error));
          code = error.code;
        }
        const expected = areExclusive(exclusiveYamlKeys[kind], [a, b]);
        assert.equal(code === 'ConfigurationConflict', expected, `${a}, ${b}`);
      }
    }).timeout(30_000);
  });
