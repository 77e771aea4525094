import assert from 'node:assert/strict';
import { desiredDeployment } from '../../../../src/core/deploy/desired-deployment.ts';
import { planDeployment, type CurrentState } from '../../../../src/core/deploy/deployment-plan.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { request } from './fixture.ts';

const desired = desiredDeployment(request);
const { name, content } = desired.deployment;
const endpoint = { name: 'fraud', authMode: 'Key', provisioningState: 'Succeeded', traffic: {} };
const deployment = { name, provisioningState: 'Succeeded', tags: { 'azureml-release.content': content } };
const nothing: CurrentState = { environmentExists: false, codeExists: false };
const everything: CurrentState = { environmentExists: true, codeExists: true, endpoint, deployment };

const kinds = (current: CurrentState) => {
  const plan = planDeployment(desired, current);
  return plan.kind === 'wait' ? 'wait' : plan.steps.map((step) => step.kind);
};

describe('src/core/deploy/deployment-plan.ts', () => {
  it('builds everything from nothing, and tests before it moves traffic', () => {
    assert.deepEqual(kinds(nothing), [
      'register-environment',
      'upload-code',
      'create-endpoint',
      'create-deployment',
      'test-deployment',
      'move-traffic',
    ]);
  });

  it('does nothing when the deployment serves already', () => {
    assert.deepEqual(kinds({ ...everything, endpoint: { ...endpoint, traffic: { [name]: 100 } } }), []);
  });

  it('tests again and moves traffic when a run was interrupted before that', () => {
    assert.deepEqual(kinds(everything), ['test-deployment', 'move-traffic']);
    assert.deepEqual(kinds({ ...everything, endpoint: { ...endpoint, traffic: { [name]: 10, old: 90 } } }), [
      'test-deployment',
      'move-traffic',
    ]);
  });

  it('waits while another operation is under way', () => {
    assert.equal(kinds({ ...everything, endpoint: { ...endpoint, provisioningState: 'Updating' } }), 'wait');
    assert.equal(
      kinds({ ...everything, deployment: { ...deployment, provisioningState: 'Creating' } }),
      'wait',
    );
  });

  it('replaces a deployment that failed', () => {
    const failed = { ...everything, deployment: { ...deployment, provisioningState: 'Failed' } };
    assert.deepEqual(kinds(failed).slice(0, 2), ['delete-deployment', 'create-deployment']);
  });

  it('puts a failed deployment that has traffic again in place, because it can not be deleted', () => {
    const serving = { ...endpoint, traffic: { [name]: 100 } };
    const failed = {
      ...everything,
      endpoint: serving,
      deployment: { ...deployment, provisioningState: 'Failed' },
    };
    assert.equal(kinds(failed)[0], 'create-deployment');
  });

  it('updates a deployment whose content tag somebody changed', () => {
    assert.equal(kinds({ ...everything, deployment: { ...deployment, tags: {} } })[0], 'create-deployment');
  });

  it('creates a failed endpoint again', () => {
    assert.equal(
      kinds({ ...nothing, endpoint: { ...endpoint, provisioningState: 'Failed' } })[2],
      'create-endpoint',
    );
  });

  it('refuses to change how callers sign in', () => {
    assert.throws(
      () => planDeployment(desired, { ...everything, endpoint: { ...endpoint, authMode: 'AMLToken' } }),
      catalogueError('EndpointAuthMismatch', 'fraud', 'Key', 'AMLToken'),
    );
  });

  it('gives a reason with every step', () => {
    const plan = planDeployment(desired, nothing);
    assert.ok(plan.kind === 'apply');
    for (const { kind, why } of plan.steps)
      if (kind !== 'test-deployment') assert.match(why, /because/, kind);
  });
});
