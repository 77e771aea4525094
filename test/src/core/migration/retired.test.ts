import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  firstGenerationCommand,
  recogniseStep,
  retiredTask,
} from '../../../../src/core/migration/retired.ts';

describe('src/core/migration/retired.ts', () => {
  it('takes no task for a retired one that does not bear its name', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(!/amlmodeldeploy|mlpublishedpipelinerestapitask/i.test(name));
        assert.equal(retiredTask(name), undefined);
      }),
    );
  });

  it('takes no step for a retired one that lacks an input of it', () => {
    const inputs = ['inferencePath', 'deployConfig', 'deploymentName', 'modelSourceType'];
    fc.assert(
      fc.property(fc.subarray(inputs, { maxLength: 2 }), fc.array(fc.string()), (some, others) => {
        const step = { name: 'x', version: '0.*', isTaskGroup: false, inputs: [...some, ...others] };
        assert.equal(recogniseStep(step), undefined);
      }),
    );
  });

  it('compares input names without regard to case and says what it went by', () => {
    const step = {
      name: 'x',
      version: '0.*',
      isTaskGroup: false,
      inputs: ['INFERENCEPATH', 'deployconfig', 'deploymentName'],
    };
    assert.deepEqual(recogniseStep(step), {
      task: 'AMLModelDeploy',
      because: 'it has version 0.* and the inputs inferencePath, deployConfig, deploymentName',
    });
  });

  it('knows commands of the first generation from those of the second', () => {
    for (const old of [
      'az extension add -n azure-cli-ml',
      'az ml model deploy -n x',
      'az ml model register -n x',
    ]) {
      assert.match(old, firstGenerationCommand);
    }
    for (const now of [
      'az extension add -n ml',
      'az ml model create',
      'az ml online-deployment create',
      'az ml model deployx',
    ]) {
      assert.doesNotMatch(now, firstGenerationCommand);
    }
  });
});
