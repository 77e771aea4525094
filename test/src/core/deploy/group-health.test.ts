import assert from 'node:assert/strict';
import { judgeContainers, lastWarnings, readyWithin } from '../../../../src/core/deploy/group-health.ts';

const container = (state: string, restarts = 0, detail = '', warnings: readonly string[] = []) => ({
  ...{ name: 'scoring', state, detail, restarts, warnings },
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

  it('says what the service warned of last: a probe that failed ends a container that runs well by itself', () => {
    const probed = container('Running', 2, '', [
      'Liveness probe failed: a (1 time)',
      'Liveness probe failed: b',
    ]);
    assert.match(
      judgeContainers([probed]).reason,
      /ended 3 times \(Running\); 'scoring': Liveness probe failed: b$/,
    );
    assert.equal(lastWarnings([container('Running')]), '');
  });

  it('waits as long as the readiness probe lets a container take, and ten minutes without one', () => {
    assert.equal(readyWithin(undefined), 600);
    assert.equal(readyWithin({ initialDelaySeconds: 20, periodSeconds: 5, failureThreshold: 4 }), 40);
    assert.equal(readyWithin({ failureThreshold: 6 }), 60);
  });
});
