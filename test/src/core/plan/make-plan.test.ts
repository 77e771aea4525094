import assert from 'node:assert/strict';
import { targets } from '../../../../src/core/config/target.ts';
import { keyTable } from '../../../../src/core/plan/keys/key-table.ts';
import { isExtensionError } from '../../../../src/core/errors/extension-error.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';
import { bodySchemas } from './support/bodies.ts';
import { planWith, sampleOf } from './support/matrix.ts';
import { model, nothingThere, planOf, smallest, type File } from './support/plan-input.ts';

const kinds = (plan: Plan) => plan.steps.map(({ kind }) => kind);

function bodyOf(plan: Plan, kind: string): Record<string, unknown> {
  const step = plan.steps.find((one) => one.kind === kind);
  assert.ok(step, `no step ${kind} among ${kinds(plan).join(', ')}`);
  return (step.request.body ?? {}) as Record<string, unknown>;
}

const propertiesOf = (plan: Plan, kind: string) =>
  bodyOf(plan, kind)['properties'] as Record<string, Record<string, unknown>>;

describe('src/core/plan/make-plan.ts', () => {
  const beside = ['register-environment', 'upload-code', 'create-endpoint', 'create-deployment'];
  const order = {
    local: [
      'build-image',
      'copy-code',
      'download-model',
      'create-candidate',
      'start-candidate',
      'test-deployment',
      'promote-candidate',
    ],
    aci: [
      'download-model',
      'upload-context',
      'build-image',
      'read-registry-key',
      'create-container-group',
      'test-deployment',
      'mark-tested',
    ],
    kubernetes: [...beside, 'test-deployment', 'move-traffic'],
    managed: [...beside, 'test-deployment', 'move-traffic'],
    batch: [...beside, 'test-deployment', 'set-default'],
    iotedge: [
      'download-model',
      'upload-context',
      'build-image',
      'put-edge-configuration',
      'await-edge-devices',
    ],
  };
  for (const target of targets)
    it(`${target}: plans everything from nothing, each step with its reason`, () => {
      const plan = planOf({ deployment: smallest[target] });
      assert.deepEqual(kinds(plan), order[target]);
      for (const { why, replaces } of plan.steps) {
        assert.match(why, /because|test|start|let jobs/);
        assert.equal(replaces, undefined);
      }
    });

  it('sends no body that our schemas refuse, whatever key is set', () => {
    let seen = 0;
    for (const row of keyTable)
      for (const target of targets)
        try {
          for (const { request } of planWith(row, target, sampleOf(row, target)).steps) {
            const schema = bodySchemas.find(([path]) => path.test(request.path))?.[1];
            if (schema === undefined || request.method !== 'PUT' || request.system !== 'azure') continue;
            const result = schema.safeParse(request.body);
            assert.ok(result.success, `${target} ${row.key}: ${result.error?.message ?? ''}`);
            seen += 1;
          }
        } catch (error) {
          if (!isExtensionError(error)) throw error;
        }
    assert.ok(seen > 1000, String(seen));
  });

  it("writes v1's AKS defaults into the request, where the service's own differ", () => {
    const aks: File = { computeType: 'AKS', computeTargetName: 'k8s' };
    const properties = propertiesOf(planOf({ deployment: aks }), 'create-deployment');
    assert.deepEqual(properties['requestSettings'], {
      requestTimeout: 'PT60S',
      maxConcurrentRequestsPerInstance: 1,
      maxQueueWait: 'PT0.5S',
    });
    assert.deepEqual(properties['livenessProbe'], {
      period: 'PT10S',
      initialDelay: 'PT310S',
      timeout: 'PT2S',
      failureThreshold: 3,
      successThreshold: 1,
    });
    assert.deepEqual(properties['scaleSettings'], {
      scaleType: 'TargetUtilization',
      minInstances: 1,
      maxInstances: 10,
      pollingInterval: 'PT1S',
      targetUtilizationPercentage: 70,
    });
    assert.deepEqual(properties['containerResourceRequirements'], {
      containerResourceRequests: { cpu: '0.1', memory: '0.5Gi' },
    });
  });

  it("keeps v1's meaning of an AKS config that goes to a managed endpoint", () => {
    const plan = planOf({
      deployment: { computeType: 'aks', containerResourceRequirements: { cpu: 2, memoryInGB: 4 } },
      target: 'managed',
    });
    const deployment = propertiesOf(plan, 'create-deployment');
    assert.equal(deployment['instanceType'], 'Standard_DS2_v2');
    assert.deepEqual(deployment['scaleSettings'], { scaleType: 'Default' });
    assert.deepEqual(deployment['requestSettings']?.['requestTimeout'], 'PT60S');
    const [profile] = propertiesOf(plan, 'set-autoscale')['profiles'] as unknown as { capacity: object }[];
    assert.deepEqual(profile?.capacity, { minimum: '1', maximum: '10', default: '1' });
    assert.ok(kinds(plan).indexOf('set-autoscale') < kinds(plan).indexOf('move-traffic'));
  });

  it('plans nothing when everything is there already', () => {
    const running = (plan: Plan, kind: string) => {
      const tagged = kinds(plan).includes('mark-tested') ? 'mark-tested' : kind;
      const body = bodyOf(plan, tagged) as { tags?: object; Labels?: object; labels?: object };
      const tags = Object.entries(body.tags ?? body.Labels ?? body.labels ?? {}) as [string, string][];
      return { content: tags.find(([name]) => name.includes('content'))?.[1] ?? '', state: 'Running' };
    };
    for (const [target, kind] of [
      ['aci', 'create-container-group'],
      ['local', 'create-candidate'],
    ] as const) {
      const files = { deployment: smallest[target] };
      const now = { ...nothingThere, imageExists: true, running: running(planOf(files), kind) };
      assert.deepEqual(kinds(planOf(files, now)), []);
      const failed = { ...now, running: { ...now.running, state: 'Failed' } };
      assert.match(planOf(files, failed).steps.find((step) => step.kind === kind)?.why ?? '', /Failed/);
      const other = planOf({ deployment: { ...smallest[target], tags: { team: 'other' } } }, now);
      assert.match(other.steps.find((step) => step.replaces !== undefined)?.replaces ?? '', /content/);
    }
    for (const target of ['managed', 'kubernetes', 'batch'] as const) {
      const files = { deployment: smallest[target] };
      const first = planOf(files);
      const put = first.steps.find(({ kind }) => kind === 'create-deployment');
      const name = put?.request.path.split('/').at(-1) ?? '';
      const tags = bodyOf(first, 'create-deployment')['tags'] as Record<string, string>;
      const settled = { provisioningState: 'Succeeded' };
      const authMode = target === 'batch' ? 'AADToken' : 'Key';
      const now = {
        ...nothingThere,
        environmentExists: true,
        codeExists: true,
        endpoint: { name: 'fraud', authMode, traffic: { [name]: 100 }, ...settled },
        deployment: { name, tags, ...settled },
        defaultDeployment: name,
      };
      assert.deepEqual(kinds(planOf(files, now)), []);
    }
  });

  it('serves several models from one image, and refuses several behind one endpoint', () => {
    const models = [model('fraud', '7'), model('scaler', '2')];
    const env = JSON.stringify(bodyOf(planOf({ deployment: smallest.local, models }), 'create-candidate'));
    assert.match(env, /AZUREML_MODEL_DIR=\/var\/azureml-app\/azureml-models"/);
    assert.throws(
      () => planOf({ deployment: smallest.managed, models }),
      catalogueError('TooManyModels', 'fraud:7', 'scaler:2'),
    );
  });

  it('splits traffic by percentile, the rest to the default', () => {
    const endpoint = {
      name: 'fraud',
      authMode: 'Key',
      provisioningState: 'Succeeded',
      traffic: { old: 100 },
    };
    const deployment = { computeType: 'managed', versionName: 'green', trafficPercentile: 20 };
    const plan = planOf({ deployment }, { ...nothingThere, endpoint });
    assert.deepEqual(propertiesOf(plan, 'move-traffic')['traffic'], { old: 80, green: 20 });
    assert.equal(plan.steps.at(-1)?.replaces, 'traffic: old 100 %');
  });

  it('waits for another operation instead of planning around it', () => {
    const endpoint = { name: 'fraud', authMode: 'Key', provisioningState: 'Updating', traffic: {} };
    for (const target of ['managed', 'batch'] as const) {
      const plan = planOf({ deployment: smallest[target] }, { ...nothingThere, endpoint });
      assert.deepEqual(plan.steps, []);
      assert.match(plan.waitFor?.why ?? '', /Updating/);
    }
  });

  it('names what a target can not do without', () => {
    for (const [deployment, key] of [
      [{ computeType: 'aks' }, 'computeTargetName'],
      [{ computeType: 'batch' }, 'computeTargetName'],
      [{ computeType: 'iotedge', deviceId: 'd' }, 'iotHub'],
      [{ computeType: 'iotedge', iotHub: 'h.azure-devices.net' }, 'targetCondition'],
    ] as const)
      assert.throws(() => planOf({ deployment }), catalogueError('ConfigurationNotSupported', key));
  });

  it('takes a conda file as it is, whatever it holds: whoever installs the packages judges it', () => {
    const anchors = 'dependencies: &d [azureml-inference-server-http]\nother: [*d, *d]\n';
    for (const condaText of [anchors, 'a: *nobody\n', '\tno yaml', 'dependencies: 5\n', ''])
      assert.deepEqual(planOf({ deployment: smallest.managed, texts: { condaText } }).warnings, []);
  });

  it('warns of a conda file without the server, as v1 did', () => {
    const texts = { condaText: 'dependencies: [python=3.11, { pip: [scikit-learn] }]\n' };
    const plan = planOf({ deployment: smallest.managed, texts });
    assert.match(plan.warnings.join('\n'), /azureml-inference-server-http/);
    assert.deepEqual(planOf({ deployment: smallest.managed }).warnings, []);
  });
});
