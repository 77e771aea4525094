import assert from 'node:assert/strict';
import type { ContainerGroup } from '@azure/arm-containerinstance';
import { connectContainers } from '../../../../apps/emulator/support/container-services.ts';
import { echoScript } from '../../../../apps/emulator/support/deploy.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { type GroupsOnStack, startGroupsOnStack } from '../support/groups-on-stack.ts';

const service = 'probed';
const primaryKey = 'primary-key-of-the-tests';

/** A server that listens before its script is ready would be another one: this one never listens. */
const neverReady = `import time

def init():
    print("waiting for a file that nobody brings", flush=True)
    time.sleep(600)

def run(data):
    return {}
`;

const config = (probes = '') => `computeType: aci
containerResourceRequirements: {cpu: 0.9, memoryInGB: 0.9}
authEnabled: true
scoringTimeoutMs: 2000
keys: {primaryKey: ${primaryKey}}
${probes}`;

const readiness =
  'readinessProbeRequirements: {initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 4}\n';
const liveness =
  'livenessProbeRequirements: {initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 1}\n';

describe('src/flows/deploy/targets/container-group.ts: probes (end to end)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let around: GroupsOnStack;

  before(async () => {
    around = await startGroupsOnStack(service);
  });
  after(() => around.close());

  const deploy = (project: string, version: string, script: string, probes: string) =>
    around.deploy(project, version, {
      '.amlignore': '*.yml\n*.json\n',
      'deploymentconfig.yml': config(probes),
      'score.py': script,
    });

  const group = (): Promise<ContainerGroup> => {
    const { instances, resourceGroup } = connectContainers(around.stack);
    return instances.containerGroups.get(resourceGroup, service);
  };

  const product = async () => {
    const { ip } = (await group()).ipAddress ?? {};
    const answer = await fetch(`http://${ip}/score`, {
      method: 'POST',
      headers: { authorization: `Bearer ${primaryKey}` },
      body: '{"x": 2}',
    });
    return ((await answer.json()) as { product: number }).product;
  };

  const logged = () => around.log.lines.join('\n');

  it('serves a model whose probes answer', async () => {
    await deploy(
      'first',
      '1',
      echoScript,
      `${liveness.replace('1}', '30}')}${readiness.replace('4}', '60}')}`,
    );
    assert.equal(await product(), 4);
    const { livenessProbe, readinessProbe } = (await group()).containers[0] ?? {};
    assert.deepEqual([livenessProbe?.httpGet?.port, readinessProbe?.failureThreshold], [5001, 60]);
  });

  it('fails when the readiness probe never does, and prints it with the logs of both containers', async () => {
    await assert.rejects(
      deploy('late', '2', neverReady, readiness),
      catalogueError(
        'DeploymentFailed',
        'did not answer in 5 s',
        "'scoring': Readiness probe failed: context deadline exceeded",
        'waiting for a file that nobody brings',
      ),
    );
    assert.match(
      logged(),
      /Warning of container 'scoring' of 'probed-candidate': Readiness probe failed: .*\(\d+ times\)/,
    );
    assert.match(
      logged(),
      /Log of container 'scoring' of 'probed-candidate':[^]*waiting for a file that nobody brings/,
    );
    assert.match(
      logged(),
      /Log of container 'proxy' of 'probed-candidate':\n.*"POST \/score HTTP\/1.1" 50[24]/,
    );
    assert.equal(await product(), 4);
  });

  it('fails when the liveness probe ends the container again and again', async () => {
    await assert.rejects(
      deploy('hanging', '2', neverReady, liveness),
      catalogueError('DeploymentFailed', "'scoring' ended", "'scoring': Liveness probe failed"),
    );
    assert.equal(await product(), 4);
    const { instances, resourceGroup } = connectContainers(around.stack);
    await assert.rejects(instances.containerGroups.get(resourceGroup, `${service}-candidate`), {
      code: 'ResourceNotFound',
    });
  });
});
