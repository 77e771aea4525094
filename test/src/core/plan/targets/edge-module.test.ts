import assert from 'node:assert/strict';
import type { EdgeLayer, Plan, WhatIsThere } from '../../../../../src/core/plan/plan.ts';
import { isLayerOf } from '../../../../../src/core/plan/targets/edge-layers.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { nothingThere, planInput, planOf, smallest, type File } from '../support/plan-input.ts';
import { makePlan } from '../../../../../src/core/plan/make-plan.ts';

const kinds = (plan: Plan) => plan.steps.map(({ kind }) => kind);
const deployment = (more: File = {}): { deployment: File } => ({
  deployment: { ...smallest.iotedge, ...more },
});
const there = (layers: readonly EdgeLayer[], state = 'running'): WhatIsThere => ({
  ...nothingThere,
  imageExists: true,
  edge: { layers, state },
});
const earlier = { id: 'fraud-000000000000', priority: 10 };
const idOf = (plan: Plan): string => plan.deployment ?? '';

interface PutBody {
  readonly priority: number;
  readonly labels: Record<string, string>;
  readonly content: { readonly modulesContent: Record<string, Record<string, unknown>> };
}

const putOf = (plan: Plan): PutBody =>
  plan.steps.find(({ kind }) => kind === 'put-edge-configuration')?.request.body as PutBody;

describe('src/core/plan/targets/edge-module.ts', () => {
  it('puts a layer above the earlier one, and takes that away once the devices run the new one', () => {
    const plan = planOf(deployment(), there([earlier]));
    assert.deepEqual(kinds(plan), [
      'put-edge-configuration',
      'await-edge-devices',
      'delete-edge-configuration',
      'set-edge-priority',
    ]);
    assert.equal(putOf(plan).priority, 11);
    assert.match(plan.steps[1]?.why ?? '', /take it away again.*'fraud-000000000000' can go on/);
    assert.equal(plan.steps[2]?.replaces, "IoT Edge configuration 'fraud-000000000000'");
    // What the config asks for is what stays.
    assert.deepEqual(plan.steps[3]?.request.body, { id: idOf(plan), priority: 10 });
  });

  it('has nothing to do when the layer is alone, runs, and lies where it shall', () => {
    const id = idOf(planOf(deployment()));
    assert.ok(isLayerOf('fraud', id), id);
    assert.deepEqual(kinds(planOf(deployment(), there([{ id, priority: 10 }]))), []);
  });

  for (const [what, layers, state, steps] of [
    [
      'before the devices ran it',
      [earlier, { id: '', priority: 11 }],
      'waiting',
      ['await-edge-devices', 'delete-edge-configuration', 'set-edge-priority'],
    ],
    [
      'before the earlier layer was gone',
      [earlier, { id: '', priority: 11 }],
      'running',
      ['delete-edge-configuration', 'set-edge-priority'],
    ],
    ['before its priority was settled', [{ id: '', priority: 11 }], 'running', ['set-edge-priority']],
  ] as const)
    it(`continues what was interrupted ${what}`, () => {
      const id = idOf(planOf(deployment()));
      const found = layers.map((layer) => (layer.id === '' ? { ...layer, id } : layer));
      assert.deepEqual(kinds(planOf(deployment(), there(found, state))), steps);
    });

  it('raises an older layer of the same content instead of making it anew', () => {
    const id = idOf(planOf(deployment()));
    const plan = planOf(
      deployment(),
      there([
        { id, priority: 10 },
        { id: 'fraud-ffffffffffff', priority: 12 },
      ]),
    );
    assert.deepEqual(kinds(plan), [
      'set-edge-priority',
      'await-edge-devices',
      'delete-edge-configuration',
      'set-edge-priority',
    ]);
    assert.deepEqual(plan.steps[0]?.request.body, { id, priority: 13 });
  });

  it('keeps its content when only the lineage changes', () => {
    const input = planInput(deployment());
    const other = { ...input, lineage: { 'azureml-release.release': 'Release-13' } };
    assert.equal(makePlan(input, nothingThere).deployment, makePlan(other, nothingThere).deployment);
  });

  it('writes labels that the hub takes', () => {
    const input = planInput(deployment({ tags: { 'a.b': 'two words/https://x', empty: '' } }));
    const lineage = { 'azureml-release.url': 'https://dev.azure.com/o/p' };
    const { labels } = putOf(makePlan({ ...input, lineage }, nothingThere));
    assert.equal(labels['a-b'], 'two_words_https:__x');
    assert.equal(labels['azureml-release-url'], 'https:%2F%2Fdev.azure.com%2Fo%2Fp');
    assert.ok(!('empty' in labels));
  });

  it("gives the module its twin's desired properties and the hub its routes", () => {
    const plan = planOf(
      deployment({
        moduleName: 'scorer',
        propertiesDesired: { threshold: 0.5 },
        routes: { up: 'FROM /* INTO $upstream' },
      }),
    );
    const { modulesContent } = putOf(plan).content;
    assert.deepEqual(modulesContent['scorer'], { 'properties.desired': { threshold: 0.5 } });
    assert.deepEqual(modulesContent['$edgeHub'], {
      'properties.desired.routes.up': 'FROM /* INTO $upstream',
    });
  });

  for (const hub of ['evil.example.com', 'azure-devices.net', 'hub.azure-devices.net.evil.example', 'hub'])
    it(`sends no token to ${hub}`, () => {
      assert.throws(
        () => planOf(deployment({ iotHub: hub })),
        catalogueError('ConfigurationInvalid', 'IoT Hub'),
      );
    });
});
