import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EdgeLayer, PlanStep } from '../../../../../src/core/plan/plan.ts';
import { isLayerOf, layerId, layerSteps } from '../../../../../src/core/plan/targets/edge-layers.ts';

const wantedOf = (priority: number) => ({
  ...{ hub: 'h.azure-devices.net', id: 'fraud-aaaaaaaaaaaa', priority, body: { id: 'fraud-aaaaaaaaaaaa' } },
  module: { name: 'fraud', image: 'r/fraud:1' },
});

const priority = fc.integer({ min: 0, max: 40 });
const id = fc
  .constantFrom('aaaaaaaaaaaa', 'bbbbbbbbbbbb', 'cccccccccccc', 'dddddddddddd')
  .map((hex) => `fraud-${hex}`);
const layers = fc.uniqueArray(fc.record({ id, priority }, { noNullPrototype: true }), {
  selector: (layer) => layer.id,
  maxLength: 4,
});
const state = fc.constantFrom('running', 'waiting', 'failed', '');

/** What a hub makes of a step. */
function after(there: readonly EdgeLayer[], { kind, request }: PlanStep): readonly EdgeLayer[] {
  const name = request.path.split('/').at(-1) ?? '';
  const given = (request.body ?? {}) as { priority?: number };
  const others = there.filter((layer) => layer.id !== name);
  if (kind === 'delete-edge-configuration') return others;
  if (kind === 'put-edge-configuration' || kind === 'set-edge-priority')
    return [...others, { id: name, priority: given.priority ?? 0 }];
  return there;
}

describe('src/core/plan/targets/edge-layers.ts (laws)', () => {
  it('ends with the one layer at the asked priority, and takes nothing away before that one was seen to run on top', () => {
    fc.assert(
      fc.property(layers, priority, state, (found, asked, how) => {
        const wanted = wantedOf(asked);
        // `running` is what is said of the layer on top; two of one priority stand in no known order.
        const steps = layerSteps(wanted, [], { edge: { layers: found, state: how } });
        let there: readonly EdgeLayer[] = found;
        let isProved = !steps.some(({ kind }) => kind === 'await-edge-devices');
        for (const step of steps) {
          if (step.kind === 'await-edge-devices') {
            const own = there.find((layer) => layer.id === wanted.id);
            assert.ok(own);
            for (const other of there) if (other.id !== wanted.id) assert.ok(other.priority < own.priority);
            assert.equal(
              there.filter((layer) => layer.id !== wanted.id).length,
              found.filter((layer) => layer.id !== wanted.id).length,
            );
            isProved = true;
          }
          if (step.kind === 'delete-edge-configuration') assert.ok(isProved);
          there = after(there, step);
        }
        assert.deepEqual(there, [{ id: wanted.id, priority: asked }]);
      }),
    );
  });

  it('has nothing left to do after its own steps', () => {
    fc.assert(
      fc.property(layers, priority, state, (found, asked, how) => {
        const wanted = wantedOf(asked);
        const steps = layerSteps(wanted, [], { edge: { layers: found, state: how } });
        const there = steps.reduce<readonly EdgeLayer[]>(after, found);
        assert.deepEqual(layerSteps(wanted, [], { edge: { layers: there, state: 'running' } }), []);
      }),
    );
  });

  it('knows its own layers again, and never those of another service', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{1,20}[a-z0-9]$/);
    const hash = fc.stringMatching(/^[0-9a-f]{16}$/);
    fc.assert(
      fc.property(name, name, hash, (service, other, content) => {
        assert.ok(isLayerOf(service, layerId(service, content)));
        assert.equal(isLayerOf(other, layerId(service, content)), other === service);
      }),
    );
  });
});
