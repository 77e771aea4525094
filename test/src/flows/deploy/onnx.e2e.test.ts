// An ONNX model without script and environment, served by a real onnxruntime as a process of this machine.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import { createWorkFolder } from '../../../../src/adapters/local/work-folder.ts';
import { createContainerEngine } from '../../../../src/adapters/docker/container-engine.ts';
import { createServerProcesses } from '../../../../src/adapters/processes/server-processes.ts';
import { healthProbe } from '../../../../src/adapters/scoring/health-probe.ts';
import { createCheckAnswer } from '../../../../src/adapters/local/check-answer.ts';
import { createScoringService } from '../../../../src/adapters/scoring/scoring-service.ts';
import { deployResolved } from '../../../../src/flows/deploy/deploy-model.ts';
import { createLocalTarget } from '../../../../src/flows/deploy/targets/local.ts';
import { createMemoryLog } from '../../../support/memory-log.ts';
import { createFakeApplicationInsights } from '../../../support/fake-application-insights.ts';
import { doublingModel } from '../../../support/tiny-onnx.ts';
import { model, planInput } from '../../core/plan/support/plan-input.ts';

describe('an ONNX model without an inference config', function () {
  // The first run downloads onnxruntime.
  this.timeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'onnx-'));
  const log = createMemoryLog();
  const container = { accountUrl: 'https://a', container: 'c', access: { kind: 'identity' } } as const;
  const target = createLocalTarget({
    environments: { find: () => Promise.resolve(undefined) } as never,
    applicationInsights: createFakeApplicationInsights(),
    stores: { container: () => Promise.resolve(container) } as never,
    modelFiles: {
      list: () => Promise.resolve([{ name: 'doubling/model.onnx', size: 1, etag: '1' }]),
      fetch: (_container, _file, path) => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, doublingModel(2));
        return Promise.resolve('downloaded');
      },
    },
    containers: createContainerEngine({ socketPath: '/nowhere/docker.sock' }),
    processes: createServerProcesses({ folder, env: process.env }),
    folder: createWorkFolder(folder),
    probe: healthProbe,
    check: createCheckAnswer(process.env),
    scoring: createScoringService(() => performance.now()),
    random: Math.random,
    clock: systemClock,
    log,
  });
  const { inference, ...files } = planInput({
    deployment: { computeType: 'local' },
    models: [
      { ...model('doubling', '1'), uri: 'azureml://datastores/workspaceblobstore/paths/doubling/model.onnx' },
    ],
  });
  const input = { ...files, service: 'doubling', texts: {}, source: [] };
  const ref = { workspace: input.workspace, service: 'doubling' };

  after(async () => {
    await target.delete(ref);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is served by its own signature', async () => {
    assert.ok(inference, 'the files of the tests have one, which is left out here');
    const request = '{"inputs": {"x": [[1, 2], [3, 4]]}}';
    const report = await deployResolved(
      input,
      { testRequest: request },
      { target: () => Promise.resolve(target), clock: systemClock, log },
    );
    assert.match(report.service.scoringUri ?? '', /^http:\/\/127\.0\.0\.1:/);
    const answer = await target.invoke(ref, request);
    assert.deepEqual(
      [answer.status, JSON.parse(answer.body)],
      [
        200,
        {
          outputs: {
            y: [
              [2, 4],
              [6, 8],
            ],
          },
        },
      ],
    );
    const short = await target.invoke(ref, '{"data": [[1, 2]]}');
    assert.deepEqual(JSON.parse(short.body), { outputs: { y: [[2, 4]] } });
  });

  it('says what it takes when it is asked for something else', async () => {
    for (const [body, words] of [
      ['{"inputs": {"z": [[1, 2]]}}', /Missing inputs: \['x'\]; unknown inputs: \['z'\]/],
      ['{"inputs": {"x": [[1, 2, 3]]}}', /do not fit the model/],
      ['{"inputs": {"x": [["one", "two"]]}}', /do not fit the model/],
      ['[1, 2]', /no 'inputs'/],
    ] as const) {
      const answer = await target.invoke(ref, body);
      assert.equal(answer.status, 400, answer.body);
      assert.match(answer.body, words);
      assert.match(answer.body, /x tensor\(float\)/);
    }
  });
});
