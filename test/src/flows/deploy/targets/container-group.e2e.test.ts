import assert from 'node:assert/strict';
import { join } from 'node:path';
import { isExtensionError } from '../../../../../src/core/errors/extension-error.ts';
import type { DeployReport } from '../../../../../src/flows/deploy/deploy-model.ts';
import {
  connectContainers,
  type ContainerServices,
} from '../../../../apps/emulator/support/container-services.ts';
import { echoScript } from '../../../../apps/emulator/support/deploy.ts';
import { type CliOnStack, cliOnStack } from '../../../../apps/cli/support/cli-on-stack.ts';
import { createServerCertificate } from '../../../../support/test-certificate.ts';
import { trustAuthority } from '../../../../support/trust-authority.ts';
import { callBehindTls } from '../support/call-behind-tls.ts';
import { fails, onceScript } from '../support/failing-scripts.ts';
import { type GroupsOnStack, startGroupsOnStack, telemetryKey } from '../support/groups-on-stack.ts';

const host = 'weights.example.com';
const service = 'weights';
const primaryKey = 'primary+key/of.the=tests';
const secondaryKey = 'secondary-key-of-the-tests';

const config = (keys: boolean, more = '') => `computeType: aci
containerResourceRequirements: {cpu: 0.9, memoryInGB: 0.9}
authEnabled: true
sslEnabled: true
sslCertificate: cert.pem
sslKey: key.pem
cname: ${host}
dnsNameLabel: weights-of-the-tests
${keys ? `keys: {primaryKey: '${primaryKey}', secondaryKey: '${secondaryKey}'}\n` : ''}${more}`;

/** With keys that it derives, and telemetry. */
const watched = config(false, 'appInsightsEnabled: true\n');

const productOf = (body: string) => (JSON.parse(body) as { product: number }).product;

describe('src/flows/deploy/targets/container-group.ts (end to end, real scoring behind TLS)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let around: GroupsOnStack;
  let services: ContainerServices;
  let cli: CliOnStack;
  let registryPassword = '';
  let certificate = { certificate: '', key: '' };

  const deploy = (name: string, version: string, changes: Record<string, string>): Promise<DeployReport> =>
    around.deploy(name, version, {
      // The script alone is code: what else lies beside it changes no image.
      '.amlignore': '*.yml\n*.json\n*.pem\n',
      'cert.pem': certificate.certificate,
      'key.pem': certificate.key,
      ...changes,
    });

  before(async () => {
    around = await startGroupsOnStack(service);
    certificate = await createServerCertificate(host);
    trustAuthority(certificate.certificate);
    services = connectContainers(around.stack);
    registryPassword = (await services.credentials()).password;
    cli = cliOnStack(around.stack, around.folder);
  });
  after(() => around.close());

  const group = () => services.instances.containerGroups.get(services.resourceGroup, service);
  const names = async () => {
    const found: (string | undefined)[] = [];
    for await (const { name } of services.instances.containerGroups.list()) found.push(name);
    return found;
  };

  const predict = async (key: string | undefined) => {
    const { ip } = (await group()).ipAddress ?? {};
    return callBehindTls({ ip, host, certificate: certificate.certificate, key }, '{"x": 2}');
  };

  it('deploys a model behind TLS with the user’s certificate and keys', async () => {
    const report = await deploy('first', '1', {
      'deploymentconfig.yml': config(true),
      'score.py': echoScript,
    });
    assert.deepEqual(
      report.plan.steps.map(({ kind }) => kind),
      [
        ...['download-model', 'upload-context', 'build-image', 'read-registry-key'],
        ...['create-container-group', 'test-deployment', 'mark-tested'],
      ],
    );
    assert.equal(report.service.scoringUri, `https://${host}/score`);
    for (const key of [primaryKey, secondaryKey])
      assert.deepEqual(JSON.parse((await predict(key)).body), { product: 4, greeting: 'none', home: false });
    for (const key of [undefined, primaryKey.toUpperCase(), 'x'])
      assert.equal((await predict(key)).status, 401);
  });

  it('shows no key, certificate or password in its log', () => {
    for (const secret of [primaryKey, secondaryKey, registryPassword, certificate.key.slice(40, 80)])
      assert.ok(!around.log.lines.some((line) => line.includes(secret)), secret);
  });

  it('says of keys that only the deployment config knows where they are, and shows none', async () => {
    const { status, out, aside } = await cli.run('service', 'keys', 'show', '-n', service, '--cp', 'aci');
    assert.deepEqual([status, out], [2, ''], aside);
    assert.match(aside, /stand in its deployment config only.*ServiceKeyUnknown/s);
  });

  it('changes nothing the second time', async () => {
    const report = await deploy('first', '1', {
      'deploymentconfig.yml': config(true),
      'score.py': echoScript,
    });
    assert.deepEqual(report.plan.steps, []);
  });

  it('updates to a version that answers differently, with keys that it derives', async () => {
    const report = await deploy('second', '2', {
      'deploymentconfig.yml': `${config(false)}rollout: { smokeTests: [{ name: six, request: request.json, expected: six.json }] }\n`,
      'six.json': '{"product": 6, "greeting": "none", "home": false}',
      'score.py': echoScript,
    });
    assert.ok(report.plan.steps.some(({ kind }) => kind === 'test-candidate'));
    const answer = await around.target.invoke(around.ref, '{"x": 2}');
    assert.deepEqual([answer.status, productOf(answer.body)], [200, 6]);
    assert.equal((await predict(primaryKey)).status, 401);
    assert.deepEqual(await names(), [service]);
  });

  it('shows the keys that it derived, which callers are let in with', async () => {
    const { status, out, aside } = await cli.run(
      'service',
      'keys',
      'show',
      '-n',
      service,
      '--cp',
      'aci',
      '--json',
    );
    assert.equal(status, 0, aside);
    const shown = JSON.parse(out) as Readonly<Record<'primary' | 'secondary', string>>;
    assert.notEqual(shown.primary, shown.secondary);
    for (const key of [shown.primary, shown.secondary]) {
      const answer = await predict(key);
      assert.deepEqual([answer.status, productOf(answer.body)], [200, 6]);
    }
  });

  it('prints a client that says how to get the key, and that only a deployment makes new ones', async () => {
    const client = await cli.run('service', 'client', '-n', service, '--cp', 'aci', '-d', '{"x": 2}');
    assert.match(
      client.out,
      /service keys show --name weights .* --compute-type aci --key secondary --plain/,
    );
    assert.match(client.out, /SCORING_KEY/);
    const rotated = await cli.run('service', 'keys', 'rotate', '-n', service, '--cp', 'aci');
    assert.deepEqual([rotated.status, rotated.out], [2, '']);
    assert.match(rotated.aside, /secondaryKey the one that callers present now.*KeysNotRotated/s);
  });

  it('counts as what runs the version, in the words of its tags', async () => {
    const { out } = await cli.run('where', 'weight:2');
    assert.match(out, /^weight:2 {2}container group 'weights' {2}Succeeded\n {2}by release second\n$/);
  });

  it('lets what serves alone when the new containers do not come up', async () => {
    const before = await group();
    await assert.rejects(
      deploy('broken', '2', { 'deploymentconfig.yml': config(false), 'score.py': fails('no such thing') }),
      (error) =>
        isExtensionError(error) && error.code === 'DeploymentFailed' && /no such thing/.test(error.message),
    );
    assert.deepEqual((await group()).containers[0]?.image, before.containers[0]?.image);
    assert.equal(productOf((await around.target.invoke(around.ref, '{"x": 2}')).body), 6);
    assert.deepEqual(await names(), [service]);
  });

  it('puts the earlier containers back when the group itself fails after all', async () => {
    const before = await group();
    const script = onceScript(join(around.folder, 'marker'));
    await assert.rejects(
      deploy('once', '2', { 'deploymentconfig.yml': config(false), 'score.py': script }),
      (error) => isExtensionError(error) && /only once/.test(error.message),
    );
    const now = await group();
    assert.equal(now.containers[0]?.image, before.containers[0]?.image);
    assert.deepEqual(now.tags, before.tags);
    for (;;) {
      const { status, body } = await around.target.invoke(around.ref, '{"x": 2}');
      if (status === 502) continue;
      assert.deepEqual([status, productOf(body)], [200, 6]);
      break;
    }
    assert.deepEqual(await names(), [service]);
  });

  it('makes a group anew for another size, and says where both containers’ logs are', async () => {
    const larger = watched.replace('cpu: 0.9', 'cpu: 1.9');
    const report = await deploy('larger', '2', { 'deploymentconfig.yml': larger, 'score.py': echoScript });
    assert.deepEqual(
      report.plan.steps.map(({ kind }) => kind),
      [
        ...['read-registry-key', 'start-candidate', 'test-candidate', 'delete-container-group'],
        ...['create-container-group', 'test-deployment', 'mark-tested', 'remove-candidate'],
      ],
    );
    const logs = await around.target.logs(around.ref, 50);
    assert.match(logs, /--- scoring ---[^]*loaded weight 3[^]*--- proxy ---[^]*"POST \/score HTTP\/1.1" 200/);
  });

  it('sends telemetry to the component of the workspace', async () => {
    const key = await telemetryKey(around);
    const shown = JSON.stringify(await group());
    assert.match(shown, /AML_APP_INSIGHTS_KEY/);
    for (const text of [shown, ...around.log.lines]) assert.ok(!text.includes(key), text);
  });

  it('deletes the service with everything that it started', async () => {
    assert.equal((await around.target.service(around.ref))?.state, 'Succeeded');
    await around.target.delete(around.ref);
    assert.equal(await around.target.service(around.ref), undefined);
    assert.deepEqual(around.stack.processes(), ['azurite']);
  });
});
