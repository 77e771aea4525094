import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { ArmError } from '../../../../../apps/emulator/arm/arm-error.ts';
import { OperationFailure } from '../../../../../apps/emulator/azure-ml/long-running.ts';
import type { ArmService } from '../../support/arm-service.ts';
import { startBatchService, type BatchService } from '../../support/batch-service.ts';

interface Shown {
  readonly name: string;
  readonly properties: Record<string, unknown>;
}

describe('apps/emulator/azure-ml/batch (jobs)', () => {
  let batch: BatchService;
  let arm: ArmService;
  before(async () => {
    batch = await startBatchService();
    ({ arm } = batch);
    await batch.batchEndpoint('scores', {
      maxConcurrencyPerInstance: 2,
      resources: { instanceCount: 2 },
      outputFileName: 'scores.csv',
    });
  });
  beforeEach(() => (arm.batchHost.work = () => Promise.resolve()));
  after(() => arm.close());

  const start = async (properties: Record<string, unknown> = {}, deployment?: string): Promise<Shown> => {
    const body = { properties: { inputData: batch.input, ...properties } };
    const answer = await batch.invoke('scores', body, deployment === undefined ? {} : { deployment });
    assert.equal(answer.status, 201);
    return answer.body as Shown;
  };
  const shown = async (name: string) => (await arm.call('GET', `jobs/${name}`)).body as unknown as Shown;
  const ended = async (name: string): Promise<Shown> => {
    for (;;) {
      const job = await shown(name);
      if (/^(Completed|Failed|Canceled)$/.test(String(job.properties.status))) return job;
      await turn();
    }
  };
  const refusal = async (body: unknown, options: { deployment?: string; token?: string } = {}) => {
    const error: unknown = await batch.invoke('scores', body, options).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ArmError);
    return [error.spec.status, error.spec.message] as const;
  };

  it('runs the default deployment with the settings of both', async () => {
    const { name } = await start({ miniBatchSize: 3 });
    const job = await ended(name);
    assert.deepEqual(
      [job.properties.status, job.properties.experimentName, job.properties.jobType],
      ['Completed', 'scores', 'Pipeline'],
    );
    const spec = arm.batchHost.started.at(-1);
    assert.deepEqual(spec?.settings, {
      ...{ miniBatchSize: 3, workers: 4, errorThreshold: -1, maxRetries: 3, timeoutMs: 30_000 },
      ...{ appendsRows: true, outputFileName: 'scores.csv', loggingLevel: 'Info' },
    });
    assert.equal(spec.output.path, `azureml/${name}/score`);
    assert.equal(spec.logs.path, `ExperimentRun/dcid.${name}`);
  });

  it('takes names with a capital letter, an ARM id as the place, and the output where the caller wants it', async () => {
    const id = `${arm.workspace}/datastores/workspaceblobstore`;
    const body = {
      properties: {
        InputData: { data: { JobInputType: 'UriFile', Uri: `${id}/paths/in/one.csv` } },
        OutputData: { score: { JobOutputType: 'UriFile', Uri: `${id}/paths/out/mine` } },
      },
    };
    assert.equal((await batch.invoke('scores', body)).status, 201);
    await turn();
    const spec = arm.batchHost.started.at(-1);
    assert.deepEqual([spec?.input.path, spec?.output.path], ['in/one.csv', 'out/mine']);
  });

  it('refuses invocations that the service refuses', async () => {
    const input = batch.input;
    const body = (properties: Record<string, unknown>) => ({
      properties: { inputData: input, ...properties },
    });
    const literal = { inputData: { mode: { jobInputType: 'Literal', value: 'x' } } };
    const cases: [body: unknown, status: number, expected: RegExp][] = [
      [{}, 400, /properties/],
      [body({ inputData: {} }), 400, /exactly one input, not 0/],
      [body({ inputData: { ...input, more: { jobInputType: 'UriFile', uri: 'x' } } }), 400, /not 2/],
      [body(literal), 400, /Literal inputs/],
      [body({ inputData: { t: { jobInputType: 'MLTable', uri: 'x' } } }), 501, /MLTable/],
      [
        body({ inputData: { t: { jobInputType: 'UriFolder', uri: 'https://elsewhere/x' } } }),
        400,
        /neither in/,
      ],
      [body({ compute: { instanceCount: 9 } }), 400, /Requested 9 nodes .* only has 4 maximum nodes/],
      [body({ outputData: { score: { jobOutputType: 'UriFolder', uri: 'x' } } }), 400, /jobOutputType/],
      [body({ miniBatch: 3 }), 400, /miniBatch/],
    ];
    for (const [one, status, expected] of cases) {
      const [found, text] = await refusal(one);
      assert.deepEqual([found, expected.test(text)], [status, true], text);
    }
    assert.deepEqual((await refusal(body({}), { deployment: 'none' }))[0], 404);
  });

  it('wants a token for the audience of Azure Machine Learning, not for ARM', async () => {
    const body = { properties: { inputData: batch.input } };
    const [status, text] = await refusal(body, { token: await arm.token() });
    assert.deepEqual([status, /audience .* is not allowed/.test(text)], [401, true]);
    assert.equal((await refusal(body, { token: 'made up' }))[0], 401);
  });

  it('shows why a job failed', async () => {
    arm.batchHost.work = () => Promise.reject(new OperationFailure('UserError', 'run() broke'));
    const { properties } = await ended((await start()).name);
    assert.equal(properties.status, 'Failed');
    assert.equal((properties.properties as Record<string, string>)['azureml.error'], 'run() broke');
  });

  it('cancels a job that runs', async () => {
    arm.batchHost.work = (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
    const { name } = await start();
    while ((await shown(name)).properties.status !== 'Running') await turn();
    const reply = await arm.call('POST', `jobs/${name}/cancel`);
    assert.deepEqual([reply.status, reply.headers['retry-after']], [202, '10']);
    assert.equal((await ended(name)).properties.status, 'Canceled');
    assert.equal((await arm.call('POST', 'jobs/none/cancel')).status, 404);
  });

  it('lists jobs, newest first, by tag and property', async () => {
    const { name } = await start({ tags: { nightly: 'yes' } });
    const list = async (query: string) =>
      ((await arm.call('GET', `jobs?${query}`)).body.value as Shown[]).map((job) => job.name);
    assert.deepEqual(await list('tag=nightly'), [name]);
    assert.equal((await list('properties=azureml.endpointname=scores'))[0], name);
    assert.deepEqual(await list('jobType=Command'), []);
    assert.equal((await arm.call('PUT', 'jobs/mine', {})).status, 501);
  });

  it('keeps the jobs of an endpoint that is deleted', async () => {
    await batch.batchEndpoint('gone');
    const answer = await batch.invoke('gone', { properties: { inputData: batch.input } });
    const { name } = answer.body as Shown;
    await ended(name);
    await batch.settled(await arm.call('DELETE', 'batchEndpoints/gone'));
    assert.equal((await shown(name)).properties.status, 'Completed');
  });
});
