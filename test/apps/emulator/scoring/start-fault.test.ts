import assert from 'node:assert/strict';
import { createDeploymentLogs } from '../../../../apps/emulator/azure-ml/online/deployment-logs.ts';
import { OperationFailure } from '../../../../apps/emulator/azure-ml/long-running.ts';
import { DeploymentFaultList } from '../../../../apps/emulator/scoring/deployment-faults.ts';
import { failAsOrdered } from '../../../../apps/emulator/scoring/start-fault.ts';

const spec: Parameters<typeof failAsOrdered>[0] = {
  ...{
    endpoint: 'fraud',
    deployment: 'v7',
    environmentVariables: {},
    sendsTelemetry: false,
    readyWithinMs: 300_000,
  },
  serving: {
    kind: 'script',
    code: { location: { container: 'c', path: 'p' }, scoringScript: 'score.py' },
    environment: { id: 'serving:1', image: 'base:1', condaFile: undefined },
  },
};

describe('apps/emulator/scoring/start-fault.ts', () => {
  const logs = createDeploymentLogs();
  const signal = new AbortController().signal;
  let waits = 0;
  const faults = new DeploymentFaultList();
  const time = {
    now: () => new Date(),
    wait: () => {
      waits += 1;
      if (waits === 3) faults.clear();
      return Promise.resolve();
    },
  };
  const start = () => failAsOrdered(spec, faults, { logs, time, signal });

  const failures = [
    ['image-build-fails', 'ImageBuildFailure', /conda could not create/, /ResolvePackageNotFound/],
    ['never-ready', 'ResourceNotReady', /within 300 seconds/, /Readiness probe failed/],
    ['out-of-quota', 'OutOfQuota', /Not enough quota available/, /./],
  ] as const;
  for (const [kind, code, words, log] of failures)
    it(`fails a start once with ${code} when '${kind}' is ordered`, async () => {
      faults.add({ kind, deployment: 'V7' });
      await assert.rejects(start(), (error: unknown) => {
        assert.ok(error instanceof OperationFailure);
        assert.equal(error.code, code);
        assert.match(error.message, words);
        return true;
      });
      assert.match(logs.read('InferenceServer', undefined), log);
      await start();
    });

  it('hangs until the order is forgotten', async () => {
    faults.add({ kind: 'stuck', endpoint: 'fraud' });
    await start();
    assert.equal(waits, 3);
  });

  it('names the model when its environment comes from it', async () => {
    const model = { name: 'ridge', version: '7', location: { container: 'c', path: 'p' } };
    faults.add({ kind: 'image-build-fails' });
    const mlflow = failAsOrdered({ ...spec, serving: { kind: 'mlflow', model } }, faults, {
      logs,
      time,
      signal,
    });
    await assert.rejects(mlflow, /environment 'ridge:7' failed/);
  });

  it('leaves other deployments alone', async () => {
    faults.add({ kind: 'out-of-quota', deployment: 'v8' });
    await start();
    assert.equal(faults.pending().length, 1);
  });
});
