import assert from 'node:assert/strict';
import { measuredTimes } from '../../../apps/main-job/measured-times.ts';

const log = [
  'Step 1 of 4: upload 3 code file(s) as x:1, because this content is not there yet.',
  'Step 1 of 4 done after 0.3 s.',
  "Step 2 of 4: create endpoint 'diabetes' without traffic, because there is none.",
  'Step 2 of 4 done after 2.0 s.',
  "Step 3 of 4: create deployment 'v2-abc', because there is none of this content.",
  'Step 3 of 4 done after 20.5 s.',
  "Step 4 of 4: move all traffic of 'diabetes' to 'v2-abc', because it has 0 %.",
  'Step 4 of 4 done after 1.1 s.',
].join('\n');

describe('apps/main-job/measured-times.ts', () => {
  it('tells waiting for the next look and for the service from what is ours', () => {
    const task = { name: 'deploy', succeeded: true, startedAt: new Date(0), milliseconds: 24_000, log };
    const times = measuredTimes({
      ...{ registeredAt: 1000, seenAt: 2500, firedAt: 2700, predictedAt: 31_000 },
      tasks: [task],
    });
    assert.deepEqual(times, { total: 30_000, untilSeen: 1500, untilFired: 200, service: 22_500, ours: 6000 });
  });
});
