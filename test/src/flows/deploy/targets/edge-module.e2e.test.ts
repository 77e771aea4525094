// A module's whole life on two devices of the one-machine stack: deployed, asked, updated, broken, gone back, deleted.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../../../../apps/emulator/stack.ts';
import { adapterOptions, workspaceOf } from '../../../../support/stack-connection.ts';
import { startTestStack } from '../../../../support/test-stack.ts';
import { createModelRegistry } from '../../../../../src/adapters/azure-ml/model-registry.ts';
import { systemClock } from '../../../../../src/adapters/local/clock.ts';
import { createProjectFiles } from '../../../../../src/adapters/local/project-files.ts';
import { deployModel } from '../../../../../src/flows/deploy/deploy-model.ts';
import { createTargets } from '../../../../../src/wiring/deploy-targets.ts';
import { cliOnStack } from '../../../../apps/cli/support/cli-on-stack.ts';
import { condaFile, echoScript, registerTwoVersions } from '../../../../apps/emulator/support/deploy.ts';
import { connect } from '../../../../apps/emulator/support/workspace-client.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';
import { trustAuthority } from '../../../../support/trust-authority.ts';
import { writeProject } from '../../../../tasks/support/scoring-project.ts';

const port = 5001;

/** Asks the module of a device, at the port that the device publishes; undefined where nobody listens. */
async function score(address: string, x: number): Promise<unknown> {
  return new Promise((resolve) => {
    const options = { host: address, port, path: '/score', method: 'POST', agent: false };
    const call = httpRequest({ ...options, headers: { 'content-type': 'application/json' } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () => resolve(answer.statusCode === 200 ? (JSON.parse(text) as unknown) : text));
    });
    call.on('error', () => resolve(undefined));
    call.end(JSON.stringify({ x }));
  });
}

describe('src/flows/deploy/targets/edge-module.ts (emulator)', function () {
  // The first run builds the virtual environment from the package registry.
  this.timeout(300_000);
  let stack: Stack;
  let folder = '';
  let run: (version: string, script?: string) => ReturnType<typeof deployModel>;
  let targets: ReturnType<typeof createTargets>;
  const log = createMemoryLog();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'edge-module-'));
    stack = await startTestStack();
    trustAuthority(stack.caPem);
    await registerTwoVersions(connect(stack));
    const { iotHub } = stack.addresses;
    const options = adapterOptions(stack, log);
    targets = createTargets(options);
    await writeFile(
      join(folder, 'deploymentconfig.json'),
      JSON.stringify({
        computeType: 'iotedge',
        iotHub: iotHub.hostName,
        targetCondition: "tags.environment = 'production'",
        livenessProbeRequirements: { initialDelaySeconds: 4 },
        createOptions: { HostConfig: { PortBindings: { '5001/tcp': [{ HostPort: String(port) }] } } },
        routes: { up: 'FROM /messages/modules/weight/* INTO $upstream' },
        propertiesDesired: { threshold: 0.5 },
      }),
    );
    await writeFile(
      join(folder, 'inferenceconfig.json'),
      JSON.stringify({
        entryScript: 'score.py',
        sourceDirectory: 'src',
        condaFile: 'conda.yml',
        baseImage: 'base:1',
      }),
    );
    run = async (version, script = echoScript) => {
      await writeProject(folder, 'src', { 'score.py': script, 'conda.yml': condaFile });
      return deployModel(
        {
          workspace: workspaceOf(stack),
          ...{
            model: 'weight',
            version,
            service: 'weight',
            lineage: { 'azureml-release.release': 'Release 1' },
          },
          overwrite: true,
          inferenceConfig: join(folder, 'inferenceconfig.json'),
          deploymentConfig: join(folder, 'deploymentconfig.json'),
        },
        {
          registry: createModelRegistry(options),
          files: createProjectFiles(),
          target: targets,
          newKeys: () => ({ primaryKey: 'one', secondaryKey: 'two' }),
          ...{ clock: systemClock, log },
        },
      );
    };
  });

  after(async () => {
    await stack.close();
    await rm(folder, { recursive: true, force: true });
  });

  const products = async () => {
    const { devices } = stack.addresses.iotHub;
    const answers: Record<string, unknown> = {};
    for (const [device, address] of Object.entries(devices))
      answers[device] = ((await score(address, 7)) as { product?: number } | undefined)?.product;
    return answers;
  };

  const ref = () => {
    const { iotHub } = stack.addresses;
    return {
      workspace: workspaceOf(stack),
      ...{ service: 'weight', iotHub: iotHub.hostName },
    };
  };
  const state = async () => (await targets('iotedge')).service(ref());

  it('runs on the devices that the condition means, and on no other', async () => {
    await run('1');
    assert.equal((await state())?.state, 'running');
    assert.deepEqual(await products(), { 'edge-1': 14, 'edge-2': 14, 'edge-3': undefined });
  });

  it('changes nothing the second time', async () => {
    assert.deepEqual((await run('1')).plan.steps, []);
  });

  it('serves the new version after an update, alone', async () => {
    await run('2');
    assert.equal((await state())?.deployments.length, 1);
    assert.deepEqual(await products(), { 'edge-1': 21, 'edge-2': 21, 'edge-3': undefined });
  });

  it('is found by whoever asks what runs the version, with who put it there, and keeps that from being deleted', async () => {
    const { hostName } = stack.addresses.iotHub;
    const cli = cliOnStack(stack, folder, { AZUREML_RELEASE_HOME: folder });
    const { out, aside } = await cli.run('where', 'weight:2', '--iot-hub', hostName);
    assert.match(
      out,
      /^weight:2 {2}IoT Edge configuration 'weight-\w{12}' on localhost:\d+ {2}for devices with tags.environment = 'production'\n {2}by release Release 1\n$/,
      aside,
    );
    assert.match((await cli.run('where', 'weight:1', '--iot-hub', hostName)).out, /^Nothing runs it/);
    const refused = await cli.run('model', 'delete', '-i', 'weight:2', '--iot-hub', hostName);
    assert.equal(refused.status, 2);
    assert.match(refused.aside, /in use by IoT Edge configuration 'weight-\w+' on localhost:.*ModelInUse/);
    const blind = await cli.run('where', 'weight:2');
    assert.match(blind.out, /^Nothing runs it in workspace 'demo'/);
    assert.match(
      blind.aside,
      /IoT Edge configurations were not looked at, because no IoT Hub was named \(--iot-hub/,
    );
  });

  it('goes back to the earlier layer when the new module does not run, and says why', async () => {
    const broken =
      "def init():\n    raise RuntimeError('the model is of another kind')\n\ndef run(data):\n    return {}\n";
    await assert.rejects(
      run('2', broken),
      catalogueError('EdgeModuleFailed', 'edge-', 'the model is of another kind'),
    );
    for (const device of stack.iotHub.edge.values()) await device.idle();
    const deadline = Date.now() + 20_000;
    for (;;) {
      const now = await products();
      if (now['edge-1'] === 21 && now['edge-2'] === 21) break;
      assert.ok(Date.now() < deadline, JSON.stringify(now));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });

  it('shows the logs of both devices, and is gone when it is deleted', async () => {
    const target = await targets('iotedge');
    assert.match(await target.logs(ref(), 100), /--- edge-1\n[^]*loaded weight 3[^]*--- edge-2\n/);
    await target.delete(ref());
    for (const device of stack.iotHub.edge.values()) await device.idle();
    assert.deepEqual(await products(), { 'edge-1': undefined, 'edge-2': undefined, 'edge-3': undefined });
  });
});
