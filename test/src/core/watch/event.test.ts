import assert from 'node:assert/strict';
import { type WatchEvent, describeEvent } from '../../../../src/core/watch/event.ts';

const of = { watch: 'w', workspace: 'prod', model: 'fraud' };
const fired = {
  ...of,
  event: 'fired',
  version: '7',
  reason: 'r',
  target: 'release',
  id: 1,
  name: 'Release-1',
  url: 'https://x/1',
} as const;

const sentences: readonly (readonly [WatchEvent, string])[] = [
  [{ event: 'started', watches: 1, intervalSeconds: 60 }, 'Watching: 1 watch, every 60 s.'],
  [{ event: 'started', watches: 2, intervalSeconds: 5 }, 'Watching: 2 watches, every 5 s.'],
  [
    { ...of, event: 'baseline', versions: 3, latest: '7' },
    'w: began with 3 version(s) of fraud in prod, the latest being 7. They are recorded and fire nothing; the next registered version will.',
  ],
  [
    { ...of, event: 'baseline', versions: 0 },
    'w: began with 0 version(s) of fraud in prod. They are recorded and fire nothing; the next registered version will.',
  ],
  [
    { watch: 'w', registry: 'shared', model: 'fraud', event: 'baseline', versions: 0 },
    'w: began with 0 version(s) of fraud in shared. They are recorded and fire nothing; the next registered version will.',
  ],
  [{ ...of, event: 'seen', version: '7', createdAt: 'T' }, 'w: new version 7 of fraud, registered at T.'],
  [{ ...of, event: 'decided', version: '7', action: 'fire', reason: 'r' }, 'w: firing version 7: r.'],
  [
    { ...of, event: 'decided', version: '7', action: 'pass-over', reason: 'r' },
    'w: passing over version 7: r.',
  ],
  [{ ...of, event: 'decided', version: '7', action: 'wait', reason: 'r' }, 'w: not yet firing version 7: r.'],
  [{ ...of, event: 'decided', version: '7', action: 'ignore', reason: 'r' }, 'w: ignoring version 7: r.'],
  [{ ...fired, found: false }, 'w: version 7 has release Release-1 at https://x/1.'],
  [
    { ...fired, target: 'pipeline', name: '20261121.1', found: false },
    'w: version 7 has run 20261121.1 at https://x/1.',
  ],
  [
    { ...of, event: 'fired', version: '7', reason: 'r', target: 'webhook', name: 'new-model', found: false },
    'w: version 7 was told to the webhook new-model.',
  ],
  [
    { ...fired, found: true, tagProblem: 'No.' },
    'w: version 7 has release Release-1 (made by an earlier attempt) at https://x/1. It has no tags: No.',
  ],
  [{ event: 'failed', action: 'start', code: 'C', reason: 'R.' }, 'could not start: R.'],
  [
    { ...of, event: 'failed', action: 'fire version 7', code: 'C', reason: 'R.' },
    'w: could not fire version 7: R.',
  ],
  [
    { event: 'watches', added: ['a', 'b'], removed: [], changed: ['c'], total: 3 },
    'Watching: 3 watches from now on; added: a, b; changed: c.',
  ],
  [{ event: 'reloaded', watches: 1 }, 'Reloaded: the configuration with 1 watch is in force.'],
  [
    { event: 'shown', address: 'http://127.0.0.1:9464' },
    'Health and figures: http://127.0.0.1:9464/healthz, /readyz and /metrics.',
  ],
  [{ event: 'leading', term: 7 }, 'Leading: this watcher acts, those beside it stand by.'],
  [{ event: 'standby', reason: 'another watcher leads' }, 'Standing by: another watcher leads.'],
  [
    { event: 'left-out', project: 'p', definition: 'd', artifact: '_a', reason: 'r' },
    "The release definition 'd' of project p is not watched for its artifact _a: r.",
  ],
  [{ event: 'stopped', reason: 'r' }, 'Stopped: r.'],
];

describe('src/core/watch/event.ts', () => {
  for (const [event, sentence] of sentences) {
    it(`says "${sentence}"`, () => assert.equal(describeEvent(event), sentence));
  }
});
