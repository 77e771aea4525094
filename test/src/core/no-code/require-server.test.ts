import assert from 'node:assert/strict';
import { requireServer } from '../../../../src/core/no-code/require-server.ts';
import type { DeployTarget } from '../../../../src/flows/deploy/deploy-target.ts';
import { planNow, planningFromConfigs } from '../../../../src/flows/deploy/plan-now.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { model, planInput, smallest } from '../plan/support/plan-input.ts';

const triton = { ...model(), type: 'triton_model' };

describe('src/core/no-code/require-server.ts', () => {
  it('asks nothing of a model with a script', () => {
    const { inference, ...rest } = planInput({ deployment: smallest.aci, models: [triton] });
    assert.ok(inference);
    assert.doesNotThrow(() => requireServer({ ...rest, inference }));
    assert.throws(() => requireServer(rest), catalogueError('ServerMissing', 'triton_model', 'aci'));
  });

  it('names the first of several models that nothing serves', () => {
    const { inference, ...rest } = planInput({ deployment: smallest.managed, models: [triton, model()] });
    assert.ok(inference);
    assert.throws(() => requireServer(rest), catalogueError('InputMissing', 'inference config'));
  });

  it('refuses before anybody looks for the cluster', async () => {
    const { inference, ...rest } = planInput({ deployment: smallest.batch, models: [triton] });
    assert.ok(inference);
    const look = () => assert.fail('it was looked for');
    const target = planningFromConfigs({ look } as unknown as DeployTarget);
    await assert.rejects(planNow(rest, target), catalogueError('ServerMissing', 'batch'));
  });
});
