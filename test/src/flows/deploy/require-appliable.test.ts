import assert from 'node:assert/strict';
import { parseDeploymentConfig } from '../../../../src/core/config/deployment-config.ts';
import { parseInferenceConfig } from '../../../../src/core/config/inference-config.ts';
import { appliable, requireAppliable } from '../../../../src/flows/deploy/require-appliable.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const inference = (more = '') => parseInferenceConfig(`entryScript: score.py\n${more}`, 'ic.yml');
const deployment = (text: string) => parseDeploymentConfig(text, 'dc.yml');

describe('src/flows/deploy/require-appliable.ts', () => {
  it('lets through what the flow carries out', () => {
    requireAppliable(inference('condaFile: conda.yml'), deployment('computeType: managed\ninstanceCount: 2'));
  });

  for (const [what, files] of [
    ['another target', ['', 'computeType: aci']],
    ['extraDockerfileSteps', ['extraDockerfileSteps: steps.txt', 'computeType: managed']],
    ['baseDockerfile', ['environment: { docker: { baseDockerfile: FROM x } }', 'computeType: managed']],
    ['autoScaler', ['', 'computeType: managed\nautoScaler: { autoscaleEnabled: true }']],
  ] as const)
    it(`refuses ${what} before anything is called`, () => {
      const [more, text] = files;
      assert.throws(
        () => requireAppliable(inference(more), deployment(text)),
        catalogueError('ConfigurationNotSupported', 'line '),
      );
    });

  it('takes an environment that asks for the server without adding it, and says so', () => {
    const given = inference('environment: { inferencingStackVersion: latest, docker: { baseImage: own:1 } }');
    const { inference: taken, warnings } = appliable(given);
    assert.deepEqual(taken.environment, { kind: 'defined', image: 'own:1' });
    assert.match(warnings.join(), /'ic\.yml' asks for 'inferencingStackVersion: latest'/);
    assert.deepEqual(appliable(inference()).warnings, []);
  });
});
