import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EndpointView } from '../../../../apps/emulator/azure-ml/online/scoring-host.ts';
import { chooseDeployment, chooseMirror } from '../../../../apps/emulator/scoring/routing.ts';

function view(
  traffic: Record<string, number>,
  mirrorTraffic: Record<string, number> = {},
  deployments = ['blue', 'green'],
): EndpointView {
  return {
    traffic,
    mirrorTraffic,
    authorize: () => Promise.resolve(true),
    deployments: deployments.map((name) => ({
      name,
      port: 1,
      isUp: true,
      protocol: 'script' as const,
      requestTimeoutMs: 5_000,
      maxInFlight: 2,
    })),
  };
}

const chosen = (traffic: Record<string, number>, header: string | undefined, die: number): string => {
  const route = chooseDeployment(view(traffic), header, die);
  return route.kind === 'deployment' ? route.deployment.name : String(route.status);
};

describe('apps/emulator/scoring/routing.ts', () => {
  it('follows the header whatever the traffic', () => {
    assert.equal(chosen({ blue: 100 }, 'Green', 0), 'green');
    assert.equal(chosen({ blue: 100 }, 'red', 0), '404');
  });

  it('refuses when nothing has traffic', () => {
    assert.equal(chosen({}, undefined, 0), '404');
    assert.equal(chosen({ blue: 0, green: 0 }, undefined, 0), '404');
  });

  it('gives each deployment its share of the die', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 99 }), (blue, hundredth) => {
        const expected = hundredth < blue ? 'blue' : 'green';
        assert.equal(chosen({ blue, green: 100 - blue }, undefined, hundredth / 100), expected);
      }),
    );
  });

  it('mirrors the share that was asked for', () => {
    const mirrored = view({ blue: 100 }, { green: 20 });
    assert.equal(chooseMirror(mirrored, 0.19)?.name, 'green');
    assert.equal(chooseMirror(mirrored, 0.2), undefined);
    assert.equal(chooseMirror(view({ blue: 100 }), 0), undefined);
  });
});
