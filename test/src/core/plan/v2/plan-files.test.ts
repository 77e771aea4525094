import assert from 'node:assert/strict';
import type { PlanStep } from '../../../../../src/core/plan/plan.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { bodySchemas } from '../support/bodies.ts';
import { batchPlan, kubernetesPlan, managedPlan } from '../support/yaml-files.ts';

const kinds = (steps: readonly PlanStep[]) => steps.map(({ kind }) => kind);
const propertiesOf = (steps: readonly PlanStep[], kind: string) =>
  (steps.find((step) => step.kind === kind)?.request.body as { properties: Record<string, unknown> })
    .properties;

describe('src/core/plan/v2/plan-files.ts', () => {
  it('puts assets, the endpoint without traffic, the deployment, then the traffic', () => {
    const steps = managedPlan();
    assert.deepEqual(kinds(steps), [
      'register-environment',
      'upload-code',
      'create-endpoint',
      'create-deployment',
      'move-traffic',
    ]);
    assert.equal(propertiesOf(steps, 'create-endpoint')['traffic'], undefined);
    assert.deepEqual(propertiesOf(steps, 'move-traffic')['traffic'], { blue: 90, green: 10 });
  });

  it("turns seconds and milliseconds into the service's durations, and snake case into its own", () => {
    const properties = propertiesOf(managedPlan(), 'create-deployment');
    assert.deepEqual(properties['requestSettings'], {
      requestTimeout: 'PT90S',
      maxConcurrentRequestsPerInstance: 3,
      maxQueueWait: 'PT0.5S',
    });
    assert.deepEqual(properties['livenessProbe'], {
      period: 'PT10S',
      initialDelay: 'PT310S',
      timeout: 'PT2S',
      successThreshold: 1,
      failureThreshold: 3,
    });
    assert.deepEqual(properties['environmentVariables'], { MODE: 'fast', WORKERS: '2' });
    assert.deepEqual(properties['dataCollector'], {
      collections: {
        request: { dataCollectionMode: 'Enabled', samplingRate: 1 },
        response: { dataCollectionMode: 'Disabled' },
      },
      rollingRate: 'Hour',
      requestLogging: { captureHeaders: ['x-trace'] },
    });
  });

  it('registers a model that lies on this machine, and keeps its version as it is written', () => {
    const steps = kubernetesPlan();
    assert.deepEqual(kinds(steps).slice(0, 2), ['upload-model', 'register-model']);
    assert.match(steps[1]?.request.path ?? '', /\/models\/fraud-model\/versions\/1\.10$/);
    assert.match(
      String(propertiesOf(steps, 'register-model')['modelUri']),
      /^azureml:\/\/subscriptions\/.*\/paths\/LocalUpload\//,
    );
    assert.match(
      String(propertiesOf(steps, 'create-deployment')['environmentId']),
      /environments\/score\/versions\/4$/,
    );
    assert.deepEqual(propertiesOf(steps, 'create-deployment')['containerResourceRequirements'], {
      containerResourceRequests: { cpu: '0.1', memory: '0.2Gi', gpu: '1' },
      containerResourceLimits: { cpu: '0.5', memory: '1Gi', gpu: '1' },
    });
  });

  it('says which label nobody could resolve', () => {
    assert.throws(() => kubernetesPlan({}), catalogueError('AssetNotFound', 'azureml:score@latest'));
  });

  it('reads the settings of a batch deployment in their newer place', () => {
    const steps = batchPlan();
    assert.deepEqual(kinds(steps), [
      'upload-context',
      'register-environment',
      'create-endpoint',
      'create-deployment',
      'set-default',
    ]);
    const properties = propertiesOf(steps, 'create-deployment');
    assert.deepEqual(properties['retrySettings'], { maxRetries: 3, timeout: 'PT30S' });
    assert.equal(properties['outputAction'], 'AppendRow');
    assert.match(String(properties['compute']), /computes\/cpu-cluster$/);
  });

  it('sends no body that our schemas refuse', () => {
    for (const { request } of [...managedPlan(), ...kubernetesPlan(), ...batchPlan()]) {
      const schema = bodySchemas.find(([path]) => path.test(request.path))?.[1];
      if (request.system === 'azure' && schema) schema.parse(request.body);
    }
  });
});
