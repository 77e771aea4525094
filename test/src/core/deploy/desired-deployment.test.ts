import assert from 'node:assert/strict';
import fc from 'fast-check';
import { desiredDeployment } from '../../../../src/core/deploy/desired-deployment.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { request } from './fixture.ts';

describe('src/core/deploy/desired-deployment.ts', () => {
  it('writes the request bodies that the service takes', () => {
    const desired = desiredDeployment(request);
    assert.deepEqual(desired.endpoint.body, {
      location: 'westeurope',
      identity: { type: 'SystemAssigned' },
      properties: { authMode: 'Key' },
    });
    assert.deepEqual(desired.environment?.create?.body, {
      properties: { image: 'base:1', osType: 'Linux', condaFile: 'dependencies: []' },
    });
    assert.deepEqual(desired.deployment.body, {
      location: 'westeurope',
      tags: {
        team: 'ml',
        'azureml-release.release': 'Release-12',
        'azureml-release.content': desired.deployment.content,
      },
      sku: { name: 'Default', capacity: 2 },
      properties: {
        endpointComputeType: 'Managed',
        model: request.model.id,
        codeConfiguration: { codeId: desired.code?.id, scoringScript: 'score.py' },
        environmentId: desired.environment.id,
        environmentVariables: { MODE: 'fast' },
        instanceType: 'Standard_DS3_v2',
        scaleSettings: { scaleType: 'Default' },
        appInsightsEnabled: false,
        requestSettings: { requestTimeout: 'PT1.5S' },
      },
    });
  });

  it('writes probes as ISO durations', () => {
    const livenessProbe = { periodSeconds: 10, initialDelaySeconds: 310, failureThreshold: 3 };
    const desired = desiredDeployment({ ...request, config: { ...request.config, livenessProbe } });
    assert.deepEqual(
      (desired.deployment.body as { properties: { livenessProbe: unknown } }).properties.livenessProbe,
      {
        period: 'PT10S',
        initialDelay: 'PT310S',
        failureThreshold: 3,
      },
    );
  });

  it('gives the same name to the same content, whoever deploys it and in whatever order its files come', () => {
    const files = [
      { path: 'a.py', size: 1, sha256: '1' },
      { path: 'b.py', size: 1, sha256: '2' },
      { path: 'c/d.py', size: 1, sha256: '3' },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(files, { minLength: 3 }), fc.string(), (source, release) => {
        const again = desiredDeployment({ ...request, source, lineage: { release } });
        assert.equal(again.deployment.name, desiredDeployment({ ...request, source: files }).deployment.name);
      }),
    );
  });

  it('gives another name when anything that changes the behaviour changes', () => {
    const { deployment } = desiredDeployment(request);
    const changed = [
      { ...request, source: [{ path: 'score.py', size: 3, sha256: 'bb' }] },
      { ...request, condaText: 'dependencies: [numpy]' },
      { ...request, config: { ...request.config, instanceCount: 3 } },
      { ...request, model: { ...request.model, createdAt: '2026-11-21T10:00:00Z' } },
      { ...request, inference: { ...request.inference, environmentVariables: {} } },
    ];
    const names = new Set(changed.map((other) => desiredDeployment(other).deployment.name));
    assert.equal(names.size, changed.length);
    assert.ok(!names.has(deployment.name));
  });

  it('uses a registered environment as it is', () => {
    const inference = {
      ...request.inference,
      environment: { kind: 'registered', name: 'e', version: '1' } as const,
    };
    const desired = desiredDeployment({
      ...request,
      inference,
      registeredEnvironmentId: '/envs/e/versions/1',
    });
    assert.deepEqual(desired.environment, { id: '/envs/e/versions/1' });
  });

  it('refuses an endpoint name that the service would refuse', () => {
    for (const endpoint of ['ab', '1abc', 'a--b', 'a-', 'fraud_1', 'a'.repeat(33)])
      assert.throws(
        () => desiredDeployment({ ...request, endpoint }),
        catalogueError('NameInvalid', endpoint),
      );
  });
});
