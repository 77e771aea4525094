import assert from 'node:assert/strict';
import { parseDeploymentConfig } from '../../../../src/core/config/deployment-config.ts';
import { onlineSettings } from '../../../../src/core/deploy/online-settings.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const parse = (text: string) => onlineSettings(parseDeploymentConfig(text, 'deploymentconfig.yml'));

describe('src/core/config/deployment-config.ts', () => {
  it('fills in the defaults', () => {
    assert.deepEqual(parse('computeType: Managed\ninstanceType: Standard_DS3_v2'), {
      computeType: 'Managed',
      instanceType: 'Standard_DS3_v2',
      instanceCount: 1,
      authMode: 'Key',
      appInsightsEnabled: false,
      environmentVariables: {},
      tags: {},
    });
  });

  it('knows a file of az ml v2 when it is given one, and says what takes it', () => {
    assert.throws(
      () => parse('name: blue\nendpoint_name: fraud\ninstance_type: Standard_DS3_v2\n'),
      catalogueError('ConfigurationNotSupported', "'deploymentconfig.yml'", 'line 2', 'az ml v2'),
    );
  });

  it('reads every key', () => {
    const config = parse(
      [
        'computeType: managed',
        'instanceType: Standard_DS3_v2',
        'instanceCount: 3',
        'authMode: aml_token',
        'appInsightsEnabled: true',
        'scoringTimeoutMs: 60000',
        'maxConcurrentRequestsPerContainer: 2',
        'maxQueueWaitMs: 500',
        'livenessProbeRequirements: { periodSeconds: 10, initialDelaySeconds: 310 }',
        'readinessProbeRequirements: { timeoutSeconds: 2, failureThreshold: 3, successThreshold: 1 }',
        'environmentVariables: { A: b }',
        'tags: { team: ml }',
      ].join('\n'),
    );
    assert.deepEqual(config, {
      computeType: 'Managed',
      instanceType: 'Standard_DS3_v2',
      instanceCount: 3,
      authMode: 'AMLToken',
      appInsightsEnabled: true,
      requestTimeoutMs: 60000,
      maxConcurrentRequests: 2,
      maxQueueWaitMs: 500,
      livenessProbe: { periodSeconds: 10, initialDelaySeconds: 310 },
      readinessProbe: { timeoutSeconds: 2, failureThreshold: 3, successThreshold: 1 },
      environmentVariables: { WORKER_COUNT: '2', A: 'b' },
      tags: { team: 'ml' },
    });
  });

  it('chooses the size from CPU and memory by the published table', () => {
    const size = (cpu: number, memoryInGB: number) =>
      parse(`computeType: managed\ncontainerResourceRequirements: { cpu: ${cpu}, memoryInGB: ${memoryInGB} }`)
        .instanceType;
    assert.equal(size(0.1, 0.5), 'Standard_DS1_v2');
    assert.equal(size(1, 1.7), 'Standard_F2s_v2');
    assert.equal(size(2, 4), 'Standard_DS2_v2');
    assert.equal(size(3, 12), 'Standard_E4s_v3');
    assert.throws(
      () => size(8, 2),
      catalogueError('ConfigurationNotSupported', 'containerResourceRequirements'),
    );
  });

  const bad: readonly (readonly [string, Parameters<typeof catalogueError>])[] = [
    ['instanceCount: 0', ['ConfigurationInvalid', 'line 2', 'instanceCount']],
    ['instanceCount: 51', ['ConfigurationInvalid', 'at most 50']],
    ['instanceCount: 1.5', ['ConfigurationInvalid', 'whole number']],
    ['scoringTimeoutMs: 180001', ['ConfigurationInvalid', 'at most 180000']],
    ['authMode: none', ['ConfigurationInvalid', 'authMode']],
    ['instances: 2', ['ConfigurationInvalid', 'line 2', 'instances']],
    [
      'instanceType: a\ncontainerResourceRequirements: { cpu: 1, memoryInGB: 1 }',
      ['ConfigurationConflict', 'containerResourceRequirements', 'instanceType'],
    ],
  ];
  for (const [line, expected] of bad)
    it(`refuses ${line.replace('\n', ' with ')}`, () => {
      assert.throws(() => parse(`computeType: managed\n${line}`), catalogueError(...expected));
    });

  it('names the targets when another is asked for', () => {
    assert.throws(
      () => parse('computeType: mir'),
      catalogueError('ConfigurationInvalid', 'line 1', "'mir'", 'aks'),
    );
    assert.throws(
      () => parse('instanceCount: 1'),
      catalogueError('ConfigurationInvalid', 'computeType', 'is required'),
    );
  });
});
