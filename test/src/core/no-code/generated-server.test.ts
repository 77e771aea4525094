import assert from 'node:assert/strict';
import { targets } from '../../../../src/core/config/target.ts';
import { isOnnx, withGeneratedServer } from '../../../../src/core/no-code/generated-server.ts';
import { makePlan } from '../../../../src/core/plan/make-plan.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { model, nothingThere, planInput, smallest } from '../plan/support/plan-input.ts';

const onnx = {
  ...model('digits', '3'),
  uri: 'azureml://datastores/workspaceblobstore/paths/digits/model.onnx',
};

/** What a deployment config alone gives. */
function alone(target: (typeof targets)[number], models = [onnx]) {
  const { inference, ...rest } = planInput({ deployment: smallest[target], models });
  assert.ok(inference);
  return { ...rest, texts: {}, source: [] };
}

describe('src/core/no-code/generated-server.ts', () => {
  it('knows an ONNX model by its file, or by what v1 wrote down', () => {
    assert.ok(isOnnx(onnx));
    assert.ok(isOnnx({ ...model(), properties: { framework: 'Onnx' } }));
    assert.ok(isOnnx({ ...model(), tags: { model_framework: 'ONNX' } }));
    assert.equal(isOnnx(model()), false);
    assert.equal(isOnnx({ ...onnx, type: 'mlflow_model' }), false);
  });

  for (const target of targets.filter((one) => one !== 'batch'))
    it(`${target}: plans an ONNX model without an inference config, with a script and packages of ours`, () => {
      const plan = makePlan(alone(target), nothingThere);
      const text = JSON.stringify(plan.steps);
      assert.match(text, /onnx_score\.py/);
      assert.match(text, /onnxruntime==/);
    });

  it("leaves a script of the user's own, several models, and batch alone", () => {
    const own = planInput({ deployment: smallest.managed, models: [onnx] });
    assert.equal(withGeneratedServer(own), own);
    const plan = (input: ReturnType<typeof alone>) => () => makePlan(input, nothingThere);
    assert.throws(plan(alone('local', [onnx, model()])), catalogueError('InputMissing', 'inference config'));
    assert.throws(plan(alone('batch')), catalogueError('ServerMissing', 'ONNX'));
  });
});
