import assert from 'node:assert/strict';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { bodySchemas } from '../support/bodies.ts';
import { carriedOut, kinds, propertiesOf } from '../support/carried-out.ts';
import { nothingThere } from '../support/plan-input.ts';
import {
  batch,
  kubernetes,
  managed,
  managedDeployment,
  managedEndpoint,
  planOfYaml,
  yamlPlans,
} from '../support/yaml-files.ts';

describe('src/core/plan/v2/plan-files.ts', () => {
  it('puts assets, the endpoint without traffic, the deployment, tests it, then moves the traffic', () => {
    const plan = planOfYaml(managed);
    assert.deepEqual(kinds(plan), [
      'register-environment',
      'upload-code',
      'create-endpoint',
      'create-deployment',
      'test-deployment',
      'move-traffic',
    ]);
    assert.equal(plan.target, 'managed');
    assert.equal(plan.deployment, 'green');
    assert.equal(propertiesOf(plan, 'create-endpoint')['traffic'], undefined);
    assert.deepEqual(propertiesOf(plan, 'move-traffic')['traffic'], { blue: 90, green: 10 });
    assert.deepEqual(propertiesOf(plan, 'move-traffic')['mirrorTraffic'], { green: 10 });
    for (const { why } of plan.steps) assert.match(why, /because|test/);
  });

  for (const [name, texts] of Object.entries({ managed, kubernetes, batch }))
    it(`plans nothing for ${name} files that were carried out already`, () => {
      const plan = planOfYaml(texts, carriedOut(texts));
      assert.deepEqual(plan.steps, []);
      assert.deepEqual(plan.warnings, name === 'kubernetes' ? plan.warnings : []);
    });

  it('updates only what a changed key is about, and says what that replaces', () => {
    const now = carriedOut(managed);
    const bigger = managedDeployment.replace('instance_count: 2', 'instance_count: 3');
    const changed = { ...managed, deployment: bigger };
    // Its callers would meet it before any test.
    assert.throws(
      () => planOfYaml(changed, now),
      catalogueError('DeploymentChangedInPlace', "'green'", "'fraud'", '10 %'),
    );
    const plan = planOfYaml(changed, now, { mayChangeInPlace: true });
    assert.match(plan.warnings.join(), /'green' gets 10 % of the requests and is changed in place/);
    assert.deepEqual(kinds(plan), ['create-deployment', 'test-deployment']);
    assert.match(plan.steps[0]?.replaces ?? '', /^deployment 'green' with content [0-9a-f]{16}$/);

    const described = managedEndpoint.replace('scores claims', 'scores all claims');
    const update = planOfYaml({ ...managed, endpoint: described }, now);
    assert.deepEqual(kinds(update), ['create-endpoint', 'test-deployment']);
    assert.match(update.steps[0]?.replaces ?? '', /^endpoint 'fraud' with content [0-9a-f]{16}$/);
    // A body without traffic would take it away.
    assert.deepEqual(propertiesOf(update, 'create-endpoint')['traffic'], { blue: 90, green: 10 });
    assert.deepEqual(propertiesOf(update, 'create-endpoint')['mirrorTraffic'], { green: 10 });

    const split = managedEndpoint.replace('blue: 90, green: 10', 'blue: 50, green: 50');
    const move = planOfYaml({ ...managed, endpoint: split }, now);
    assert.deepEqual(kinds(move), ['test-deployment', 'move-traffic']);
    assert.equal(move.steps[1]?.replaces, 'traffic: blue 90 %, green 10 % and a copy of green 10 %');
  });

  it('puts a model where its own name says, so that scripts find it as with the official tools', () => {
    const paths = (more: object, path: string) => {
      const plan = planOfYaml(
        { ...kubernetes, deployment: kubernetes.deployment.replace('./model', path) },
        nothingThere,
        more,
      );
      return [plan.steps[0]?.request.path, String(propertiesOf(plan, 'register-model')['modelUri'])];
    };
    const [folder, folderUri] = paths({}, '../weights/claims/');
    assert.match(folder ?? '', /\/LocalUpload\/[0-9a-f]{32}\/claims$/);
    assert.match(folderUri ?? '', /\/resourcegroups\/.*\/paths\/LocalUpload\/[0-9a-f]{32}\/claims$/);
    const [file, fileUri] = paths({ modelIsFile: true }, './claims.pkl');
    assert.match(file ?? '', /\/LocalUpload\/[0-9a-f]{32}$/);
    assert.match(fileUri ?? '', /\/paths\/LocalUpload\/[0-9a-f]{32}\/claims\.pkl$/);
    assert.match(paths({}, '.')[0] ?? '', /\/model$/);
  });

  it('uploads and registers only what is not there yet', () => {
    const there = { ...nothingThere, environmentExists: true };
    assert.deepEqual(kinds(planOfYaml(managed, there)).slice(0, 2), ['upload-code', 'create-endpoint']);
    const model = { ...nothingThere, modelExists: true };
    assert.equal(kinds(planOfYaml(kubernetes, model))[0], 'create-endpoint');
  });

  it('waits for another operation instead of planning around it', () => {
    for (const texts of [managed, batch]) {
      const now = carriedOut(texts);
      assert.ok(now.endpoint);
      const plan = planOfYaml(texts, {
        ...now,
        endpoint: { ...now.endpoint, provisioningState: 'Updating' },
      });
      assert.deepEqual(plan.steps, []);
      assert.equal(plan.waitFor?.state, 'Updating');
    }
  });

  it('leaves an endpoint without a file as it is, and says that one is created where there is none', () => {
    const alone = { deployment: managedDeployment };
    assert.match(planOfYaml(alone).warnings.join(), /No file describes endpoint 'fraud'/);
    assert.equal(kinds(planOfYaml(alone)).includes('create-endpoint'), true);
    const endpoint = { name: 'fraud', authMode: 'AADToken', provisioningState: 'Failed', traffic: {} };
    const plan = planOfYaml(alone, { ...nothingThere, endpoint });
    assert.deepEqual(kinds(plan), [
      'register-environment',
      'upload-code',
      'create-deployment',
      'test-deployment',
    ]);
    assert.match(plan.warnings.join(), /Nobody is sent to 'green'/);
    assert.throws(
      () => planOfYaml({ deployment: kubernetes.deployment }),
      catalogueError('InputMissing', 'endpoint file'),
    );
  });

  it('refuses files that are not about one endpoint, or not about its kind', () => {
    const other = managedEndpoint.replace('name: fraud', 'name: claims');
    assert.throws(
      () => planOfYaml({ ...managed, endpoint: other }),
      catalogueError(
        'ConfigurationInvalid',
        "'deployment.yml'",
        'line 3',
        'endpoint_name',
        "'fraud'",
        "'claims'",
      ),
    );
    assert.throws(
      () => planOfYaml({ ...managed, endpoint: `${managedEndpoint}compute: azureml:k8s\n` }),
      catalogueError('ConfigurationInvalid', "'endpoint.yml'", 'compute', 'Kubernetes endpoints only'),
    );
    const clusterless = (kubernetes.endpoint ?? '').replace(/compute: .*\n/, '');
    assert.throws(
      () => planOfYaml({ ...kubernetes, endpoint: clusterless }),
      catalogueError('ConfigurationInvalid', 'compute', 'is required'),
    );
    const endpoint = { name: 'fraud', authMode: 'AMLToken', provisioningState: 'Succeeded', traffic: {} };
    assert.throws(
      () => planOfYaml(managed, { ...nothingThere, endpoint }),
      catalogueError('EndpointAuthMismatch', 'fraud', 'Key', 'AMLToken'),
    );
  });

  it('turns seconds and milliseconds into the durations of the service', () => {
    const properties = propertiesOf(planOfYaml(managed), 'create-deployment');
    assert.deepEqual(properties['requestSettings'], {
      requestTimeout: 'PT90S',
      maxConcurrentRequestsPerInstance: 3,
      maxQueueWait: 'PT0.5S',
    });
    assert.deepEqual(properties['environmentVariables'], { MODE: 'fast', WORKERS: '2' });
  });

  it('registers a model that lies on this machine, and keeps its version as it is written', () => {
    const plan = planOfYaml(kubernetes);
    assert.deepEqual(kinds(plan).slice(0, 2), ['upload-model', 'register-model']);
    assert.match(plan.steps[1]?.request.path ?? '', /\/models\/fraud-model\/versions\/1\.10$/);
    assert.match(
      String(propertiesOf(plan, 'register-model')['modelUri']),
      /^azureml:\/\/subscriptions\/.*\/paths\/LocalUpload\//,
    );
    assert.match(
      String(propertiesOf(plan, 'create-deployment')['environmentId']),
      /environments\/score\/versions\/4$/,
    );
  });

  it('says which label nobody could resolve', () => {
    assert.throws(
      () => planOfYaml(kubernetes, nothingThere, { labels: {} }),
      catalogueError('AssetNotFound', 'azureml:score@latest'),
    );
  });

  it('refers to the data assets that requests are collected into, and registers none', () => {
    const into = (data: string) =>
      managedDeployment.replace('enabled: true, sampling_rate: 1', `enabled: true, data: ${data}`);
    for (const data of ['azureml:claims:3', '{ name: claims, version: 3 }'])
      assert.match(
        JSON.stringify(
          propertiesOf(planOfYaml({ ...managed, deployment: into(data) }), 'create-deployment')[
            'dataCollector'
          ],
        ),
        /"dataId":"\/subscriptions\/.*\/data\/claims\/versions\/3"/,
      );
    assert.throws(
      () => planOfYaml({ ...managed, deployment: into('{ path: azureml://datastores/a/paths/b }') }),
      catalogueError('ConfigurationNotSupported', 'data_collector.collections.request.data', 'line 20'),
    );
  });

  it('reads the settings of a batch deployment in their newer place', () => {
    const plan = planOfYaml(batch);
    assert.deepEqual(kinds(plan), [
      'upload-context',
      'register-environment',
      'create-endpoint',
      'create-deployment',
      'test-deployment',
      'set-default',
    ]);
    const properties = propertiesOf(plan, 'create-deployment');
    assert.deepEqual(properties['retrySettings'], { maxRetries: 3, timeout: 'PT30S' });
    assert.match(String(properties['compute']), /computes\/cpu-cluster$/);
  });

  it('keeps the default of a batch endpoint whose file changes, and names what replaces it', () => {
    const now = { ...carriedOut(batch), defaultDeployment: 'old-one' };
    const plan = planOfYaml({ ...batch, endpoint: `${batch.endpoint ?? ''}tags: { a: b }\n` }, now);
    assert.deepEqual(kinds(plan), ['create-endpoint', 'test-deployment', 'set-default']);
    assert.deepEqual(propertiesOf(plan, 'create-endpoint')['defaults'], { deploymentName: 'old-one' });
    assert.equal(plan.steps[2]?.replaces, "default deployment 'old-one'");
  });

  it('sends no body that our schemas refuse', () => {
    let seen = 0;
    for (const { request } of yamlPlans().flatMap(({ steps }) => steps)) {
      const schema = bodySchemas.find(([path]) => path.test(request.path))?.[1];
      if (request.system !== 'azure' || schema === undefined) continue;
      schema.parse(request.body);
      seen += 1;
    }
    assert.ok(seen > 8, String(seen));
  });
});
