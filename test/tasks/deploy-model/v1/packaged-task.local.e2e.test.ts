// The packaged deploy task on this machine: by a real Docker Engine, and as a process where there is none.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { baseImage } from '../../../../scripts/docker/base-image.ts';
import { createContainerEngine } from '../../../../src/adapters/docker/container-engine.ts';
import { createServerProcesses } from '../../../../src/adapters/processes/server-processes.ts';
import { freePort } from '../../../../src/adapters/processes/free-port.ts';
import { createWorkFolder } from '../../../../src/adapters/local/work-folder.ts';
import { healthProbe } from '../../../../src/adapters/scoring/health-probe.ts';
import { createCheckAnswer } from '../../../../src/adapters/local/check-answer.ts';
import { createScoringService } from '../../../../src/adapters/scoring/scoring-service.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import type { LocalPorts } from '../../../../src/flows/deploy/steps/local-places.ts';
import { createLocalTarget } from '../../../../src/flows/deploy/targets/local.ts';
import { cliOnStack } from '../../../apps/cli/support/cli-on-stack.ts';
import { registerTwoVersions } from '../../../apps/emulator/support/deploy.ts';
import { connect } from '../../../apps/emulator/support/workspace-client.ts';
import { dockerEngineWithBase } from '../../../support/docker-engine.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { trustAuthority } from '../../../support/trust-authority.ts';
import type { TaskResult } from '../../support/packaged-task.ts';
import { runOnStack, startTaskPlace, workspaceInputs } from '../../support/task-on-stack.ts';
import { projectInputs, writeProject } from '../../support/scoring-project.ts';

const engines = ['docker', 'process'] as const;

for (const engine of engines)
  describe(`tasks/deploy-model/v1 (packaged), to this machine as ${engine}`, function () {
    this.timeout(300_000);
    let place: Awaited<ReturnType<typeof startTaskPlace>> | undefined;
    let stack: Stack;
    let folder = '';
    let home = '';
    let socketPath = '/nowhere/docker.sock';

    before(async function () {
      if (engine === 'docker') ({ socketPath } = await dockerEngineWithBase(this));
      place = await startTaskPlace('deploy-local');
      ({ stack, folder } = place);
      home = join(folder, 'home');
      await registerTwoVersions(connect(stack));
    });

    after(async () => {
      // Skipped before anything was made.
      if (place === undefined) return;
      await target().delete(ref);
      await place.close();
    });

    const ref = {
      workspace: { subscriptionId: 'unused', resourceGroup: 'unused', name: 'unused' },
      service: 'weights',
    };

    /** The same target, as a later command makes it. Models are brought by the task alone. */
    const target = () => {
      const notAsked = {} as LocalPorts;
      return createLocalTarget({
        ...notAsked,
        containers: createContainerEngine({ socketPath }),
        processes: createServerProcesses({ folder: home, env: process.env }),
        folder: createWorkFolder(home),
        probe: healthProbe,
        check: createCheckAnswer(process.env),
        scoring: createScoringService(() => performance.now()),
        clock: systemClock,
        log: createMemoryLog(),
        random: Math.random,
      });
    };

    async function deploy(
      modelVersion: string,
      changes: Readonly<Record<string, string>> = {},
      port?: number,
    ): Promise<TaskResult> {
      assert.ok(place);
      const image = engine === 'docker' ? `baseImage: ${baseImage}\n` : '';
      const project = await writeProject(folder, 'project', {
        'inferenceconfig.yml': `entryScript: score.py\ncondaFile: conda.yml\n${image}`,
        // Docker is found by itself; without one that answers, it is a process.
        'deploymentconfig.yml': `computeType: local\n${port === undefined ? '' : `port: ${port}\n`}`,
        ...changes,
      });
      const inputs = {
        ...{ ...workspaceInputs(stack), modelName: 'weight', modelVersion, endpointName: ref.service },
        ...projectInputs(project),
      };
      const variables = { DOCKER_HOST: `unix://${socketPath}`, AZUREML_RELEASE_HOME: home };
      return runOnStack(place, 'deploy-model', inputs, { variables });
    }

    async function scored(uri: string): Promise<unknown> {
      const answer = await fetch(uri, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"x": 5}',
      });
      assert.equal(answer.status, 200);
      return ((await answer.json()) as { product: unknown }).product;
    }

    let first = '';
    let second = '';

    it('deploys a model version, which answers on this machine', async () => {
      const run = await deploy('1');
      assert.equal(run.result, 'Succeeded', run.output);
      first = run.outputs['scoringUri'] ?? '';
      assert.match(first, /^http:\/\/127\.0\.0\.1:\d+\/score$/);
      assert.match(run.output, /answered the test request in \d+ ms/);
      assert.equal(await scored(first), 10);
    });

    it('changes nothing the second time', async () => {
      const run = await deploy('1');
      assert.equal(run.result, 'Succeeded', run.output);
      assert.match(run.output, /Nothing to do/);
      assert.equal(run.outputs['scoringUri'], first);
    });

    it('keeps what serves when the new one can not start, and says what its script raised', async () => {
      const run = await deploy('2', {
        'score.py':
          'def init():\n    raise ValueError("no such column")\n\ndef run(data):\n    return data\n',
      });
      assert.equal(run.result, 'Failed', run.output);
      assert.match(run.message, /\[DeploymentFailed, /);
      assert.match(run.message, /ValueError: no such column/);
      assert.equal(await scored(first), 10);
    });

    it('keeps what serves when the new one answers the test request wrongly', async () => {
      const run = await deploy('2', {
        'score.py': 'def init():\n    pass\n\ndef run(data):\n    raise KeyError("x")\n',
      });
      assert.equal(run.result, 'Failed', run.output);
      assert.match(run.message, /\[SmokeTestFailed, /);
      assert.equal(await scored(first), 10);
    });

    it('updates to another version, takes the old one away and what failed before', async () => {
      const run = await deploy('2');
      assert.equal(run.result, 'Succeeded', run.output);
      second = run.outputs['scoringUri'] ?? '';
      assert.equal(await scored(second), 15);
      const state = await target().service(ref);
      assert.deepEqual(
        state?.deployments.map(({ state: words, share }) => [words, share]),
        [['running', 100]],
      );
      await assert.rejects(fetch(first));
    });

    it('is found by later commands: state, log, a request', async () => {
      const found = target();
      const state = await found.service(ref);
      assert.equal(state?.scoringUri, second);
      const [deployment] = state.deployments;
      assert.match(deployment?.name ?? '', /^v2-[0-9a-f]{6}$/);
      assert.match(await found.logs(ref, 50), /loaded weight 3/);
      const answer = await found.invoke(ref, '{"x": 7}');
      assert.deepEqual([answer.status, (JSON.parse(answer.body) as { product: number }).product], [200, 21]);
    });

    it('is found by whoever asks what runs the version, which is not deleted', async () => {
      trustAuthority(stack.caPem);
      const before = process.env['DOCKER_HOST'];
      process.env['DOCKER_HOST'] = `unix://${socketPath}`;
      try {
        const cli = cliOnStack(stack, folder, { AZUREML_RELEASE_HOME: home });
        const { out, aside } = await cli.run('where', 'weight:2');
        const kind = engine === 'docker' ? 'container' : 'process';
        assert.match(
          out,
          new RegExp(`^weight:2 {2}${kind} 'weights.v2-\\w+' on this machine {2}running\n`),
          aside,
        );
        assert.doesNotMatch(aside, /Docker were not looked at/);
        const refused = await cli.run('model', 'delete', '-i', 'weight:2');
        assert.match(refused.aside, new RegExp(`in use by ${kind} 'weights.*ModelInUse`));
      } finally {
        if (before === undefined) delete process.env['DOCKER_HOST'];
        else process.env['DOCKER_HOST'] = before;
      }
    });

    it('takes the port that the file asks for, and keeps it through updates', async () => {
      const port = await freePort();
      const uri = `http://127.0.0.1:${port}/score`;
      for (const [version, product] of [
        ['1', 10],
        ['2', 15],
      ] as const) {
        const run = await deploy(version, {}, port);
        assert.equal(run.result, 'Succeeded', run.output);
        assert.equal(run.outputs['scoringUri'], uri);
        assert.equal(await scored(uri), product);
      }
      const state = await target().service(ref);
      assert.equal(state?.deployments.length, 1);
    });

    it('is gone after its deletion', async () => {
      const { scoringUri } = (await target().service(ref)) ?? {};
      await target().delete(ref);
      assert.equal(await target().service(ref), undefined);
      await assert.rejects(fetch(scoringUri ?? ''));
    });
  });
