import assert from 'node:assert/strict';
import { judgeContainers } from '../../../../src/core/deploy/group-health.ts';

const container = (state: string, restarts = 0, detail = '') => ({
  name: 'scoring',
  state,
  detail,
  restarts,
});

describe('src/core/deploy/group-health.ts', () => {
  it('waits for containers that start, and for one that ended once', () => {
    for (const one of [
      container('Waiting'),
      container('Running'),
      container('Waiting', 1, 'CrashLoopBackOff'),
    ])
      assert.equal(judgeContainers([one]).outcome, 'starting');
  });

  it('gives a container up that ended again', () => {
    for (const one of [container('Running', 2), container('Terminated', 1, 'Error')]) {
      const { outcome, reason } = judgeContainers([container('Running'), one]);
      assert.equal(outcome, 'failed');
      assert.match(reason, /'scoring' ended \d times/);
    }
  });

  it('says what the service warned of: a probe that failed ends a container that runs well by itself', () => {
    const killed = { ...container('Running', 2), warning: 'Liveness probe failed' };
    assert.match(judgeContainers([killed]).reason, /ended 3 times \(Running; Liveness probe failed\)/);
  });
});
