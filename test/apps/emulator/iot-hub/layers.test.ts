import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModulesContent } from '../../../../apps/emulator/iot-hub/content.ts';
import { mergeLayers } from '../../../../apps/emulator/iot-hub/layers.ts';

const base = (modules: object): ModulesContent => ({
  $edgeAgent: { 'properties.desired': { modules } },
  $edgeHub: { 'properties.desired': { routes: {} } },
});
const adds = (name: string, image: string): ModulesContent => ({
  $edgeAgent: { [`properties.desired.modules.${name}`]: { image } },
});
const one = (id: string, priority: number, created: number, content: ModulesContent) => ({
  ...{ id, priority, created, content },
});
const modulesOf = (merged: ReturnType<typeof mergeLayers>) =>
  (merged.manifest?.['$edgeAgent'] as { modules: unknown } | undefined)?.modules;

describe('emulator/iot-hub/layers', () => {
  it('lays modules of all layers upon the base, the higher priority over the lower', () => {
    const merged = mergeLayers([
      one('base', 0, 1, base({ logger: { image: 'l' } })),
      one('new', 20, 2, adds('fraud', 'v2')),
      one('old', 10, 3, adds('fraud', 'v1')),
      one('other', 10, 4, adds('churn', 'c')),
    ]);
    assert.deepEqual(modulesOf(merged), {
      logger: { image: 'l' },
      fraud: { image: 'v2' },
      churn: { image: 'c' },
    });
    assert.deepEqual(merged.applied, ['base', 'old', 'other', 'new']);
  });

  it('lets the one that was created later win among equals', () => {
    const merged = mergeLayers([
      one('base', 0, 1, base({})),
      one('later', 10, 3, adds('fraud', 'later')),
      one('earlier', 10, 2, adds('fraud', 'earlier')),
    ]);
    assert.deepEqual(modulesOf(merged), { fraud: { image: 'later' } });
  });

  it('takes one base, and no layer that does not lie above it', () => {
    const merged = mergeLayers([
      one('low', 1, 1, base({ low: {} })),
      one('high', 5, 2, base({ high: {} })),
      one('layer', 5, 3, adds('fraud', 'v1')),
    ]);
    assert.deepEqual(merged.applied, ['high']);
    assert.deepEqual(modulesOf(merged), { high: {} });
  });

  it('leaves a device without a base alone', () => {
    assert.deepEqual(mergeLayers([one('layer', 5, 3, adds('fraud', 'v1'))]), { applied: [] });
  });
});

describe('emulator/iot-hub/layers (laws)', () => {
  it('makes the same of the same deployments, in whatever order they are looked at', () => {
    const candidate = fc.record({
      priority: fc.integer({ min: 0, max: 3 }),
      image: fc.constantFrom('v1', 'v2'),
      isBase: fc.boolean(),
    });
    const all = fc
      .array(candidate, { maxLength: 6 })
      .map((given) =>
        given.map(({ priority, image, isBase }, index) =>
          one(`c${index}`, priority, index, isBase ? base({ [image]: {} }) : adds('fraud', image)),
        ),
      );
    const mixed = all.chain((found) =>
      fc.shuffledSubarray(found, { minLength: found.length }).map((order) => ({ found, order })),
    );
    fc.assert(
      fc.property(mixed, ({ found, order }) => assert.deepEqual(mergeLayers(order), mergeLayers(found))),
    );
  });
});
