import assert from 'node:assert/strict';
import { targets } from '../../../../src/core/config/target.ts';
import { withoutCode, type ServedType } from '../../../../src/core/no-code/self-serving.ts';
import { makePlan } from '../../../../src/core/plan/make-plan.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { model, nothingThere, planInput, smallest } from '../plan/support/plan-input.ts';

const models: Readonly<Record<ServedType, ReturnType<typeof model>>> = {
  mlflow_model: { ...model(), type: 'mlflow_model' },
  triton_model: { ...model(), type: 'Triton_Model' },
  ONNX: { ...model(), uri: 'azureml://datastores/workspaceblobstore/paths/digits/model.onnx' },
};

/** What a deployment config alone gives. */
function alone(target: (typeof targets)[number], one = model()) {
  const { inference, ...rest } = planInput({ deployment: smallest[target], models: [one] });
  assert.ok(inference);
  return { ...rest, texts: {}, source: [] };
}

describe('src/core/no-code/self-serving.ts', () => {
  for (const [type, served] of [
    ['mlflow_model', ['kubernetes', 'managed', 'batch']],
    ['triton_model', ['kubernetes', 'managed']],
    ['ONNX', ['local', 'aci', 'kubernetes', 'managed', 'iotedge']],
  ] as const)
    it(`${type}: is planned without an inference config on ${served.join(', ')}, and refused elsewhere with a way out`, () => {
      const one = models[type];
      assert.deepEqual(
        targets.filter((target) => withoutCode(one, target).kind === 'served'),
        served,
      );
      for (const target of targets) {
        const plan = () => makePlan(alone(target, one), nothingThere);
        if (withoutCode(one, target).kind === 'served') assert.ok(plan().steps.length > 0);
        else assert.throws(plan, catalogueError('ServerMissing', type));
      }
    });

  it('asks for an inference config where nothing serves the model anywhere', () => {
    for (const target of targets)
      assert.throws(
        () => makePlan(alone(target), nothingThere),
        catalogueError('InputMissing', 'inference config'),
      );
  });
});
