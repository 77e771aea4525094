import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkFolder } from '../../../../../src/adapters/local/work-folder.ts';
import { fail } from '../../../../../src/core/errors/catalogue.ts';
import { deployResolved } from '../../../../../src/flows/deploy/deploy-model.ts';
import type { SmokeTest } from '../../../../../src/flows/deploy/rollout/smoke-test.ts';
import { createLocalTarget } from '../../../../../src/flows/deploy/targets/local.ts';
import { createAutoClock } from '../../../../support/auto-clock.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';
import {
  createFakeContainerEngine,
  type FakeContainerEngine,
} from '../../../../support/fake-container-engine.ts';
import {
  createFakeApplicationInsights,
  someComponent,
} from '../../../../support/fake-application-insights.ts';
import { createMemoryLog } from '../../../../support/memory-log.ts';
import { model, planInput, type File } from '../../../core/plan/support/plan-input.ts';
import { fakeProcesses } from '../support/fake-processes.ts';

const base = 'base:1';
const ref = { workspace: planInput({ deployment: { computeType: 'local' } }).workspace, service: 'fraud' };

interface Around {
  /** The write after which the run is killed. */
  killAfter?: number;
  readonly engine: FakeContainerEngine;
  readonly processes: ReturnType<typeof fakeProcesses>;
  readonly log: ReturnType<typeof createMemoryLog>;
  /** Versions whose servers never answer. */
  readonly broken: Set<string>;
  /** Versions that answer with 500. */
  readonly failing: Set<string>;
  readonly target: ReturnType<typeof createLocalTarget>;
  deploy(
    version: string,
    deployment?: File,
    smokeTests?: readonly SmokeTest[],
  ): ReturnType<typeof deployResolved>;
}

class Killed extends Error {}

const verbs = ['build', 'create', 'start', 'stop', 'rename', 'remove'] as const;

/** The engine of a run that is killed after so many changes. */
function killable(engine: FakeContainerEngine, limit: () => number): FakeContainerEngine {
  let left = limit();
  const wrapped = verbs.map((verb) => [
    verb,
    async (...args: readonly unknown[]) => {
      await (engine[verb] as (...all: readonly unknown[]) => Promise<void>)(...args);
      left -= 1;
      if (left === 0) throw new Killed(verb);
    },
  ]);
  return { ...engine, ...Object.fromEntries(wrapped) } as FakeContainerEngine;
}

function setUp(folder: string, dockerAnswers = true): Around {
  const engine = createFakeContainerEngine([base]);
  const processes = fakeProcesses();
  const log = createMemoryLog();
  const clock = createAutoClock();
  const broken = new Set<string>();
  const failing = new Set<string>();
  const down = () => Promise.reject(fail('DockerNotRunning', { address: 'socket', reason: 'ENOENT' }));
  const isOneOf = (versions: ReadonlySet<string>, uri: string): boolean => {
    const port = Number(new URL(uri).port);
    const all = [...engine.containers.values(), ...processes.containers.values()];
    const server = all.find(({ hostPort }) => hostPort === port);
    return [...versions].some((version) => server?.spec.Labels?.['deployment']?.startsWith(`v${version}-`));
  };
  const targetOf = (containers: FakeContainerEngine) =>
    createLocalTarget({
      environments: { find: () => Promise.resolve(undefined) } as never,
      applicationInsights: createFakeApplicationInsights({ prod: someComponent }),
      stores: { container: () => Promise.resolve({ accountUrl: 'a', container: 'c' }) } as never,
      modelFiles: {
        list: (_container, path) => Promise.resolve([{ name: `${path}/weights`, size: 1, etag: '1' }]),
        fetch: () => Promise.resolve('downloaded'),
      },
      containers: dockerAnswers ? containers : { ...containers, list: down },
      processes,
      folder: createWorkFolder(folder),
      probe: (uri) => Promise.resolve(!isOneOf(broken, uri)),
      check: (_, { body }) => Promise.resolve({ isRight: body.startsWith('http'), words: 'no address' }),
      scoring: {
        score: ({ uri }) =>
          Promise.resolve({ status: isOneOf(failing, uri) ? 500 : 200, body: uri, milliseconds: 1 }),
      },
      random: () => 0,
      clock,
      log,
    });
  const around: Around = {
    ...{ engine, processes, log, broken, failing, target: targetOf(engine) },
    deploy(version, deployment = {}, smokeTests = []) {
      const { killAfter } = around;
      const target = killAfter === undefined ? around.target : targetOf(killable(engine, () => killAfter));
      const input = planInput({
        inference: { entryScript: 'score.py', baseImage: base },
        deployment: { computeType: 'local', ...deployment },
        models: [model('fraud', version)],
      });
      const code = input.source.map((file) => ({ ...file, text: 'pass' }));
      const options = { testRequest: '{}', smokeTests };
      return deployResolved({ ...input, source: code }, options, {
        target: () => Promise.resolve(target),
        clock,
        log,
      });
    },
  };
  return around;
}

/** Versions that answer, without candidates. */
const serving = ({ engine }: Around): readonly string[] =>
  [...engine.containers]
    .filter(([name, { state }]) => state === 'running' && !name.endsWith('.candidate'))
    .map(([name]) => /\.v(\d+)-/.exec(name)?.[1] ?? name);

describe('src/flows/deploy/targets/local.ts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-target-'));
  after(() => rmSync(folder, { recursive: true }));

  it('serves a model in a container that nobody but this machine reaches, found by the labels of az ml', async () => {
    const around = setUp(folder);
    const report = await around.deploy('7');
    assert.match(report.service.scoringUri ?? '', /^http:\/\/127\.0\.0\.1:\d+\/score$/);
    const [[name, { spec }] = ['', { spec: {} }]] = [...around.engine.containers];
    assert.match(name, /^fraud\.v7-[0-9a-f]{6}$/);
    const text = JSON.stringify(spec);
    assert.match(text, /"HostIp":"127\.0\.0\.1"/);
    assert.match(text, /"azureml-local-endpoint":"","endpoint":"fraud","deployment":"v7-/);
    assert.ok(
      text.includes(`${folder}/services/fraud/models/fraud/7:/var/azureml-app/azureml-models//fraud/7:z`),
    );
    assert.doesNotMatch(text, /\{localFolder\}/);
  });

  it('changes nothing the second time', async () => {
    const around = setUp(folder);
    await around.deploy('7');
    const before = around.engine.writes.length;
    const report = await around.deploy('7');
    assert.deepEqual(report.plan.steps, []);
    assert.equal(around.engine.writes.length, before);
  });

  it('holds the answers of its smoke tests against what is expected, and keeps serving where one is wrong', async () => {
    const around = setUp(folder);
    const check = { command: ['check'], folder: '.' };
    await around.deploy('7', {}, [{ name: 'an address', request: '[]', check }]);
    const wrong = { name: 'the sum', request: '[1]', expected: { sum: 1 } };
    await assert.rejects(around.deploy('8', {}, [wrong]), catalogueError('SmokeTestWrong', 'the sum'));
    assert.deepEqual(serving(around), ['7']);
  });

  it('tells the server where the workspace’s telemetry goes, through updates', async () => {
    const around = setUp(folder);
    for (const version of ['7', '8']) {
      await around.deploy(version, { appInsightsEnabled: true });
      const specs = JSON.stringify([...around.engine.containers.values()].map(({ spec }) => spec));
      assert.ok(specs.includes(`AML_APP_INSIGHTS_KEY=${someComponent.instrumentationKey}`), version);
    }
    assert.ok(!around.log.lines.some((line) => line.includes(someComponent.instrumentationKey)));
  });

  it('keeps the version that serves when the new one never answers, and takes its remains away next time', async () => {
    const around = setUp(folder);
    await around.deploy('7');
    around.broken.add('8');
    await assert.rejects(around.deploy('8'), catalogueError('DeploymentFailed', "'v8-", 'did not answer'));
    assert.match(
      around.log.lines.join('\n'),
      /Logs of deployment 'fraud\.v8-[^']*':\nhello from the container/,
    );
    assert.deepEqual(serving(around), ['7']);
    assert.equal(around.engine.containers.size, 2);
    await around.deploy('9');
    assert.deepEqual(serving(around), ['9']);
    assert.equal(around.engine.containers.size, 1);
  });

  it('shows what the new version said and raised when it answers badly, and goes on with the old one', async () => {
    const around = setUp(folder);
    await around.deploy('7');
    around.failing.add('8');
    around.engine.logs = () => Promise.resolve('Traceback (most recent call last):\nKeyError: no amount\n');
    const refusal = catalogueError(
      'SmokeTestFailed',
      "'v8-",
      '500',
      'Its script raised: KeyError: no amount.',
    );
    await assert.rejects(around.deploy('8'), refusal);
    assert.match(around.log.lines.join('\n'), /Logs of deployment 'v8-\w+':\nTraceback/);
    assert.deepEqual(serving(around), ['7']);
  });

  it('gives the port back to the version that had it when the new one does not take it', async () => {
    const around = setUp(folder);
    await around.deploy('7', { port: 8890 });
    around.engine.usedPorts.add(8891);
    await assert.rejects(around.deploy('8', { port: 8891 }), catalogueError('PortInUse', 'Port 8891'));
    assert.deepEqual(serving(around), ['7']);
    assert.equal((await around.target.service(ref))?.scoringUri, 'http://127.0.0.1:8890/score');
    await around.deploy('8', { port: 8890 });
    assert.deepEqual(serving(around), ['8']);
  });

  it('killed after any change, is continued by the same command; without a port of its own it never stops serving', async () => {
    for (const port of [undefined, 8890]) {
      const deployment = port === undefined ? {} : { port };
      let kills = 0;
      for (let after = 1; ; after += 1) {
        const around = setUp(folder);
        await around.deploy('7', deployment);
        around.killAfter = after;
        const outcome = await around.deploy('8', deployment).then(
          () => 'done',
          (error: unknown) => {
            if (error instanceof Killed) return 'killed';
            throw error;
          },
        );
        if (port === undefined)
          assert.ok(serving(around).length >= 1, `nothing serves after change ${after}`);
        delete around.killAfter;
        await around.deploy('8', deployment);
        assert.deepEqual(serving(around), ['8'], `after change ${after}`);
        assert.deepEqual((await around.deploy('8', deployment)).plan.steps, []);
        assert.equal(around.engine.containers.size, 1);
        if (outcome === 'done') break;
        kills += 1;
      }
      assert.ok(kills >= 4, String(kills));
    }
  });

  it('runs a process where no Docker answers, and says so', async () => {
    const around = setUp(folder, false);
    await around.deploy('7');
    assert.equal(around.processes.containers.size, 1);
    assert.equal(around.engine.containers.size, 0);
    assert.match(around.log.lines.join('\n'), /No Docker Engine answers .* runs as a process/);
    assert.equal((await around.target.service(ref))?.deployments.length, 1);
    await around.target.delete(ref);
    assert.equal(await around.target.service(ref), undefined);
  });

  it('does not take a process instead of the Docker that was asked for', async () => {
    const around = setUp(folder, false);
    await assert.rejects(around.deploy('7', { engine: 'docker' }), catalogueError('DockerNotRunning'));
  });

  it('says that nothing is there to ask', async () => {
    const around = setUp(folder);
    await assert.rejects(around.target.logs(ref, 5), catalogueError('LocalServiceNotFound', "'fraud'"));
    await assert.rejects(around.target.invoke(ref, '{}'), catalogueError('LocalServiceNotFound'));
  });
});
