import assert from 'node:assert/strict';
import type { Claim } from '../../../../../src/core/rollout/lease.ts';
import { leaseTag, parseLease } from '../../../../../src/core/rollout/lease.ts';
import {
  deployFiles,
  planFilesNow,
  type DeployFilesRequest,
} from '../../../../../src/flows/deploy/files/deploy-files.ts';
import { createOnlineFilesTarget } from '../../../../../src/flows/deploy/files/online-files-target.ts';
import { readDeployFiles } from '../../../../../src/flows/deploy/files/read-deploy-files.ts';
import { deletingAutoscale } from '../../../../../src/flows/deploy/without-autoscale.ts';
import { createAutoClock } from '../../../../support/auto-clock.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { FakeAutoscale } from '../../../../support/fake-autoscale.ts';
import { createFakeAzureMl, died } from '../../../../support/fake-azure-ml.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';
import { request as planned } from '../../../core/deploy/fixture.ts';
import { filesOf, twoVersions } from '../support/deploy-set-up.ts';

const { workspace } = planned;
const script = 'def init():\n    pass\n\ndef run(data):\n    return data\n';

const deployment = (name: string, model = './model') => `name: ${name}
endpoint_name: fraud
model: ${model}
code_configuration: { code: src, scoring_script: score.py }
environment: { image: own:1, conda_file: conda.yml }
instance_type: Standard_DS3_v2
`;

const contents: Record<string, string> = {
  'repo/blue.yml': deployment('blue'),
  'repo/green.yml': deployment('green', 'azureml:fraud@latest'),
  'repo/endpoint.yml': 'name: fraud\ntags: { team: ml }\ntraffic: { blue: 100 }\n',
  'repo/both.yml': 'name: fraud\ntags: { team: ml }\ntraffic: { blue: 70, green: 30 }\n',
  'repo/src/score.py': script,
  'repo/conda.yml': 'dependencies: []\n',
  'repo/model/weights.bin': 'weights',
  'repo/request.json': '[1]',
};

const claim: Claim = { holder: 'me', kind: 'release', number: 7, since: new Date('2026-11-21T10:00:00Z') };

function setUp() {
  const registry = twoVersions();
  const azure = createFakeAzureMl(registry);
  const [log, clock, autoscale] = [createMemoryLog(), createAutoClock(), new FakeAutoscale()];
  const target = createOnlineFilesTarget({
    ...deletingAutoscale(azure, autoscale, log),
    ...{ autoscale, log, registry, registrations: registry.registrations },
  });
  const ports = {
    ...{ registry, environments: azure.environments, clock, log },
    sources: {
      registry: () => Promise.resolve(undefined),
      workspaceId: () => Promise.reject(new Error('no id')),
    },
    target: () => Promise.resolve(target),
  };
  async function requestFor(
    files: { readonly deployment: string; readonly endpoint?: string },
    texts: Readonly<Record<string, string>> = {},
  ): Promise<DeployFilesRequest> {
    const rollout = { given: { texts, place: (word: string) => `--${word}` } };
    const paths = { ...files, overrides: [], rollout, testRequest: 'repo/request.json' };
    const read = await readDeployFiles(paths, filesOf(contents));
    return { workspace, read, wishes: {}, lineage: { 'azureml-release.release': 'Release-7' }, claim };
  }
  const blue = { deployment: 'repo/blue.yml', endpoint: 'repo/endpoint.yml' };
  const green = { deployment: 'repo/green.yml', endpoint: 'repo/both.yml' };
  return {
    ...{ azure, registry, log, blue, green },
    run: async (...asked: Parameters<typeof requestFor>) => deployFiles(await requestFor(...asked), ports),
    plan: async (...asked: Parameters<typeof requestFor>) => planFilesNow(await requestFor(...asked), ports),
    endpoint: () => azure.stored.endpoints.get('fraud'),
  };
}

describe('src/flows/deploy/files/deploy-files.ts', () => {
  it('puts a model of this machine, environment, code, endpoint and deployment in place, then the traffic', async () => {
    const { run, plan, azure, registry, blue, endpoint } = setUp();
    const report = await run(blue);
    assert.deepEqual(
      azure.writes.map((write) => write.split(' ', 1)[0]),
      [
        ...['register-environment', 'upload-code', 'upload-context'],
        ...['create-endpoint', 'create-deployment', 'move-traffic'],
      ],
    );
    assert.equal(report.model, 'fraud-model');
    assert.match(
      (await registry.getVersion(workspace, 'fraud-model', report.version))?.uri ?? '',
      /\/model$/,
    );
    assert.deepEqual(endpoint()?.traffic, { blue: 100 });
    const tags = azure.stored.deployments.get('fraud/blue')?.tags ?? {};
    assert.equal(tags['azureml-release.model'], `fraud-model:${report.version}`);
    assert.equal(tags['azureml-release.release'], 'Release-7');
    assert.deepEqual((await plan(blue)).steps, []);
  });

  it('continues after the agent died behind any write, and does no step twice', async () => {
    for (const write of [
      'upload',
      'register-environment',
      'upload-code',
      'create-endpoint',
      'create-deployment',
      'move',
    ]) {
      const { run, plan, azure, blue } = setUp();
      azure.dieAfter(write);
      await assert.rejects(run(blue), died);
      await run(blue);
      const writes = azure.writes.filter((one) => !one.startsWith('tag-endpoint'));
      if (write !== 'upload') assert.equal(new Set(writes).size, writes.length, writes.join('\n'));
      assert.deepEqual((await plan(blue)).steps, []);
    }
  });

  it('leaves the traffic and a free endpoint behind when the new version answers badly', async () => {
    const { run, azure, blue, green, endpoint } = setUp();
    await run(blue);
    azure.answers = [{ status: 424, body: 'no', milliseconds: 1 }];
    await assert.rejects(run(green), catalogueError('SmokeTestFailed', 'green'));
    assert.deepEqual(endpoint()?.traffic, { blue: 100 });
    assert.notEqual(parseLease(endpoint()?.tags[leaseTag])?.state, 'held');
    azure.answers = [{ status: 200, body: '[1]', milliseconds: 1 }];
    await run(green);
    assert.deepEqual(endpoint()?.traffic, { blue: 70, green: 30 });
    assert.equal(endpoint()?.tags['team'], 'ml');
  });

  it('goes to a split step by step where a strategy says so, and back when the new version is worse', async () => {
    const { run, azure, blue, green, endpoint } = setUp();
    await run(blue);
    azure.answers = [
      ...Array.from({ length: 12 }, () => ({ status: 200, body: '[1]', milliseconds: 1 })),
      { status: 424, body: 'no', milliseconds: 1 },
    ];
    const canary = {
      strategy: 'canary',
      steps: '10',
      pauseSeconds: '0',
      minimumSamples: '5',
    };
    await assert.rejects(run(green, canary), catalogueError('RolloutJudgedWorse', 'blue 100 %'));
    assert.deepEqual(endpoint()?.traffic, { blue: 100 });
    azure.answers = [{ status: 200, body: '[1]', milliseconds: 1 }];
    await run(green, canary);
    const moves = azure.writes.filter((write) => write.startsWith('move-traffic')).slice(-2);
    assert.deepEqual(moves, ['move-traffic {"blue":90,"green":10}', 'move-traffic {"blue":70,"green":30}']);
    assert.equal(parseLease(endpoint()?.tags[leaseTag])?.state, 'ended');
  });

  it('gives the endpoint back where no step is about its traffic', async () => {
    const { run, blue, endpoint, log } = setUp();
    await run(blue);
    await run({ deployment: 'repo/green.yml', endpoint: 'repo/endpoint.yml' }, { strategy: 'canary' });
    assert.ok(log.lines.some((line) => /'fraud' is held for release 7/.test(line)));
    assert.equal(parseLease(endpoint()?.tags[leaseTag])?.state, 'ended');
    assert.deepEqual(endpoint()?.traffic, { blue: 100 });
  });

  it('gives way to a newer release, and touches nothing then', async () => {
    const { run, azure, blue, green } = setUp();
    await run(blue);
    const newer = 'release 9 (other) since 2026-11-21T11:00:00Z held until 2030-01-01T00:00:00Z';
    Object.assign(azure.stored.endpoints.get('fraud')?.tags ?? {}, { [leaseTag]: newer });
    const before = azure.writes.length;
    await assert.rejects(run(green), catalogueError('ReleaseSuperseded', 'release 9'));
    assert.equal(azure.writes.length, before);
  });

  it('refuses a version of a model or an environment that is there with other content', async () => {
    const { run, registry, azure } = setUp();
    const named = deployment('blue', '{ name: fraud, version: 6, path: ./model }');
    contents['repo/named.yml'] = named;
    await assert.rejects(
      run({ deployment: 'repo/named.yml' }),
      catalogueError('ModelVersionTaken', 'fraud', '6'),
    );
    contents['repo/pinned.yml'] = deployment('blue').replace('{ image', '{ name: own, version: 3, image');
    azure.environments.find = (_, name, version) =>
      Promise.resolve({ id: `/environments/${name}/versions/${version}`, image: 'own:0' });
    await assert.rejects(
      run({ deployment: 'repo/pinned.yml' }),
      catalogueError('ConfigurationInvalid', "'repo/pinned.yml'", 'line 5', 'registered with other content'),
    );
    assert.deepEqual(azure.writes, []);
    assert.equal((await registry.getVersion(workspace, 'fraud', '6'))?.version, '6');
  });
});
