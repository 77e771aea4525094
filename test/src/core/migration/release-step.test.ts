import assert from 'node:assert/strict';
import { deployTask } from '../../../../src/core/migration/deploy-input.ts';
import { connectionId, retiredArtifact, retiredStep } from './support/classic.ts';
import { questions } from './support/context.ts';
import { given, run } from './support/run-classic.ts';

describe('src/core/migration/release-step.ts', () => {
  it('gives a deploy step our task, our inputs, and the model of the artifact by its variables', () => {
    const { step, entries } = run(given([retiredArtifact('_fraud')], [retiredStep()]));
    assert.deepEqual([step?.['taskId'], step?.['version'], step?.['name']], [deployTask.id, '1.*', 'Deploy']);
    assert.deepEqual(step?.inputs, {
      connection: connectionId,
      modelName: '$(Release.Artifacts._fraud.DefinitionName)',
      modelVersion: '$(Release.Artifacts._fraud.BuildNumber)',
      inferenceConfig: 'score/inference.yml',
      endpointName: 'fraud',
      deploymentConfig: 'score/aci.yml',
      deploymentTarget: 'ACI',
      aksCluster: '',
      overwriteExistingDeployment: 'true',
      resourceGroup: 'ml',
      workspace: 'prod',
    });
    assert.deepEqual(questions(entries), []);
    assert.ok(entries.some(({ what }) => what === "deploymentTarget 'ACI' stays"));
  });

  it('asks for the cluster to be attached again', () => {
    const aks = retiredStep({ deploymentTarget: 'AKS', aksCluster: 'cluster-1' });
    const { step, entries } = run(given([retiredArtifact('_fraud')], [aks]));
    assert.deepEqual(questions(entries), ["deploymentTarget 'AKS' stays"]);
    assert.equal(step?.inputs['aksCluster'], 'cluster-1');
  });

  it('keeps a model that the step names itself', () => {
    const manual = retiredStep({ modelSourceType: 'manualSpec', modelName: 'm', modelVersion: '3' });
    const { step } = run(given([retiredArtifact('_fraud')], [manual]));
    assert.deepEqual([step?.inputs['modelName'], step?.inputs['modelVersion']], ['m', '3']);
  });

  it('asks which artifact a step means when there are several or none', () => {
    const two = run(given([retiredArtifact('_a'), retiredArtifact('_b')], [retiredStep()]));
    assert.equal(two.step?.inputs['modelName'], '??? modelName ???');
    assert.ok(two.entries.some(({ why }) => why === 'the definition has 2 model artifacts: _a, _b'));
    const none = run(given([], [retiredStep()]));
    assert.ok(none.entries.some(({ why }) => why === 'the definition has no model artifact'));
  });

  it('takes the model of an artifact that an earlier run made', () => {
    const first = run(given([retiredArtifact('_fraud')]));
    const { step } = run({ ...first.after, environments: given([], [retiredStep()]).environments });
    assert.equal(step?.inputs['modelName'], '$(Release.Artifacts._fraud.DefinitionName)');
  });

  it('finds the connection of a step by its value when its input has a strange name', () => {
    const inputs = Object.fromEntries(
      Object.entries(retiredStep().inputs).filter(([name]) => name !== 'azureSubscription'),
    );
    const { step, entries } = run(
      given([], [{ ...retiredStep(), inputs: { ...inputs, amlConnection: connectionId } }]),
    );
    assert.equal(step?.inputs['connection'], connectionId);
    assert.ok(
      entries.some(
        ({ what, why }) => what === 'amlConnection is now connection' && why.includes('only input'),
      ),
    );
  });

  it('asks about inputs whose meaning is not known, and drops those that are off', () => {
    const { step, entries } = run(
      given(
        [retiredArtifact('_f')],
        [retiredStep({ validateAndProfile: 'true', x: 'secret-1', y: 'False', z: '' })],
      ),
    );
    for (const name of ['validateAndProfile', 'x', 'y', 'z'])
      assert.equal(name in (step?.inputs ?? {}), false);
    assert.deepEqual(questions(entries), ['validateAndProfile removed', 'x removed']);
    assert.equal(JSON.stringify(entries).includes('secret-1'), false);
  });

  for (const [why, change] of [
    ['has another major version', { version: '2.*' }],
    ['is a task group', { definitionType: 'metaTask' }],
    ['only has the display name', { inputs: { a: 'b' }, name: 'AzureML Model Deploy' }],
  ] as const) {
    it(`does not touch a step that looks like the deploy task but ${why}`, () => {
      const step = { ...retiredStep(), ...change };
      const { before, text, entries } = run(given([], [step]));
      assert.equal(text, before);
      assert.deepEqual(questions(entries), [`the step '${step.name}' is left as it is`]);
    });
  }
});
