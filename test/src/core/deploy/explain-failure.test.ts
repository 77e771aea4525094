import assert from 'node:assert/strict';
import { explainFailure, probeResults } from '../../../../src/core/deploy/explain-failure.ts';

describe('src/core/deploy/explain-failure.ts', () => {
  it('says what to do about the codes of the service', () => {
    assert.match(explainFailure('OutOfQuota: Not enough quota') ?? '', /20 % are reserved/);
    assert.match(explainFailure('ImageBuildFailure') ?? '', /conda file/);
    assert.match(explainFailure('ResourceNotFound: x') ?? '', /AcrPull/);
  });

  it('says nothing about what it does not know', () => {
    assert.equal(explainFailure('Teapot: short and stout'), undefined);
    assert.equal(explainFailure('toString'), undefined);
  });

  it('finds what the probes said last', () => {
    const log = 'start\nReadiness probe failed: statuscode: 502\nstill\nLiveness probe errored: timeout\nend';
    assert.deepEqual(probeResults(log), [
      'Readiness probe failed: statuscode: 502',
      'Liveness probe errored: timeout',
    ]);
  });
});
