import assert from 'node:assert/strict';
import {
  endedLease,
  leaseFor,
  leaseTag,
  parseLease,
  printLease,
  type Claim,
} from '../../../../../src/core/rollout/lease.ts';
import { goodFiles, setUp } from '../support/deploy-set-up.ts';
import { catalogueError } from '../../../../support/catalogue-error.ts';

const canary: typeof goodFiles = {
  ...goodFiles,
  'repo/deploymentconfig.yml': `${goodFiles['repo/deploymentconfig.yml']}rollout: { strategy: canary, steps: [10], pauseSeconds: 1, minimumSamples: 5 }\n`,
};

const at = (second: number): Date => new Date(Date.parse('2026-11-21T00:00:00Z') + second * 1000);
const claim = (number: number, second = 0): Claim => ({
  ...{ kind: 'release', number, holder: `agent-${number}`, since: at(second) },
});

async function serving(contents: typeof goodFiles = canary) {
  const world = setUp(contents);
  const first = await world.run({ version: '6', claim: claim(10) });
  const endpoint = world.azure.stored.endpoints.get('fraud');
  assert.ok(endpoint);
  const hold = (text: string) => (endpoint.tags = { ...endpoint.tags, [leaseTag]: text });
  return { ...world, endpoint, old: first.deployment ?? '', hold };
}

describe('src/flows/deploy/rollout/lease.ts', () => {
  it('is held during a roll-out and given back at its end, and other tags stay', async () => {
    const { run, endpoint, azure } = await serving();
    endpoint.tags = { ...endpoint.tags, team: 'ml' };
    await run({ version: '7', claim: claim(17) });
    assert.ok(azure.writes.includes('tag-endpoint fraud'));
    assert.equal(endpoint.tags['team'], 'ml');
    const lease = parseLease(endpoint.tags[leaseTag]);
    assert.deepEqual([lease?.state, lease?.number], ['ended', 17]);
  });

  for (const contents of [goodFiles, canary])
    it(`makes a newer release wait for an older one (${contents === canary ? 'canary' : 'replace'})`, async () => {
      const { run, hold, log, clock, endpoint } = await serving(contents);
      hold(printLease(leaseFor(claim(16), clock.now(), 60)));
      const report = await run({ version: '7', claim: claim(17) });
      assert.ok(
        log.lines.some((line) => line.includes('Waiting, because release 16 holds the endpoint until')),
      );
      assert.deepEqual(endpoint.traffic, { [report.deployment ?? '']: 100 });
    });

  for (const contents of [goodFiles, canary])
    it(`ends an older release without touching anything (${contents === canary ? 'canary' : 'replace'})`, async () => {
      const { run, hold, clock, azure, endpoint, old } = await serving(contents);
      hold(printLease(leaseFor(claim(18), clock.now(), 60)));
      const before = azure.writes.length;
      const refusal = catalogueError('ReleaseSuperseded', 'release 18', 'release 17');
      await assert.rejects(run({ version: '7', claim: claim(17) }), refusal);
      hold(printLease(endedLease(claim(18), at(100))));
      await assert.rejects(run({ version: '7', claim: claim(17) }), refusal);
      assert.equal(azure.writes.length, before);
      assert.deepEqual(endpoint.traffic, { [old]: 100 });
    });

  it('tells an older release at its next write that a newer one has taken over, and changes nothing then', async () => {
    const { run, hold, azure, endpoint, old } = await serving();
    const score = azure.scoring.score.bind(azure.scoring);
    let asked = 0;
    azure.scoring.score = (request) => {
      asked += 1;
      if (asked === 3) hold(printLease(leaseFor(claim(18, 1), at(50), 600)));
      return score(request);
    };
    await assert.rejects(
      run({ version: '7', claim: claim(17) }),
      catalogueError('ReleaseSuperseded', 'release 18'),
    );
    assert.deepEqual(endpoint.traffic, { [old]: 100 });
    assert.equal(parseLease(endpoint.tags[leaseTag])?.number, 18);
  });

  const byHand = (holder: string, second: number): Claim => ({
    ...{ kind: 'person', number: 0, holder, since: at(second) },
  });

  for (const contents of [goodFiles, canary])
    it(`is taken over at once from a run by hand that was killed (${contents === canary ? 'canary' : 'replace'})`, async () => {
      const { run, hold, log, clock, endpoint } = await serving(contents);
      hold(printLease(leaseFor(byHand('killed', 0), clock.now(), 900)));
      const before = clock.now().getTime();
      const claimed = { ...byHand('next', before / 1000 - at(0).getTime() / 1000 + 1), takesOver: true };
      const report = await run({ version: '7', claim: claimed });
      assert.ok(!log.lines.some((line) => line.includes('Waiting, because')));
      assert.ok(log.lines.some((line) => line.includes('taken over, although a run by hand holds')));
      assert.deepEqual(endpoint.traffic, { [report.deployment ?? '']: 100 });
      assert.equal(parseLease(endpoint.tags[leaseTag])?.holder, 'next');
    });

  it('tells a run by hand that waits how not to', async () => {
    const { run, hold, log, clock } = await serving();
    hold(printLease(leaseFor(byHand('killed', 0), clock.now(), 60)));
    await run({ version: '7', claim: byHand('next', 1) });
    assert.match(log.lines.join('\n'), /holds the endpoint until \S+\. If it has ended, --take-over/);
  });

  it('ends who was at work after all, at its next change, and never mixes the two', async () => {
    const { run, azure, endpoint, old } = await serving();
    const score = azure.scoring.score.bind(azure.scoring);
    let asked = 0;
    let taken: string | undefined;
    azure.scoring.score = async (request) => {
      asked += 1;
      // The first one has moved a part of the traffic by now.
      if (asked === 14)
        taken = (await run({ version: '6', claim: { ...byHand('next', 1_000), takesOver: true } }))
          .deployment;
      return score(request);
    };
    await assert.rejects(
      run({ version: '7', claim: byHand('first', 0) }),
      catalogueError('ReleaseSuperseded', 'a run by hand'),
    );
    assert.ok(taken !== undefined);
    assert.equal(taken, old);
    assert.deepEqual(endpoint.traffic, { [old]: 100 });
  });

  it('gives up after an hour', async () => {
    const { run, hold, clock } = await serving();
    hold(printLease(leaseFor(claim(16), clock.now(), 7_200)));
    await assert.rejects(
      run({ version: '7', claim: claim(17) }),
      catalogueError('EndpointLeased', 'release 16', '60'),
    );
  });

  it('is given back when a step fails, so that the next one need not wait for it to expire', async () => {
    const { run, azure, endpoint } = await serving(canary);
    azure.breakContainer('Traceback: boom');
    await assert.rejects(run({ version: '7', claim: claim(17) }), catalogueError('DeploymentFailed', 'boom'));
    const lease = parseLease(endpoint.tags[leaseTag]);
    assert.deepEqual([lease?.state, lease?.number], ['ended', 17]);
  });

  it('holds an endpoint that is created for nobody where the traffic moves in one write', async () => {
    const { azure, run } = setUp(goodFiles);
    azure.breakContainer('Traceback: boom');
    await assert.rejects(run({ version: '7', claim: claim(17) }), catalogueError('DeploymentFailed', 'boom'));
    const tags = azure.stored.endpoints.get('fraud')?.tags;
    assert.equal(parseLease(tags?.[leaseTag])?.state, 'ended');
  });

  describe('of two releases that both found no endpoint', () => {
    /** The one release is uploading its code when the other runs from beginning to end. */
    async function overtaken(uploading: Claim, other: Claim) {
      const world = setUp(goodFiles);
      const { azure, run, clock } = world;
      const upload = azure.code.upload.bind(azure.code);
      let served: string | undefined;
      azure.code.upload = async (...given) => {
        if (served === undefined) {
          served = '';
          await clock.sleep(5_000);
          served = (await run({ version: '6', claim: other })).deployment;
        }
        return upload(...given);
      };
      const last = run({ version: '7', claim: uploading });
      await last.catch(() => undefined);
      return { ...world, last, served: served ?? '' };
    }

    it('lets the newer one follow, and never takes the traffic of the first away before', async () => {
      const { last, azure, log, served } = await overtaken(claim(18), claim(17));
      const { deployment = '' } = await last;
      assert.deepEqual(azure.stored.endpoints.get('fraud')?.traffic, { [deployment]: 100 });
      assert.equal(azure.writes.filter((write) => write.startsWith('create-endpoint')).length, 1);
      assert.ok(azure.stored.deployments.has(`fraud/${served}`));
      assert.ok(log.lines.some((line) => line.includes("somebody else created 'fraud' in the meantime")));
    });

    it('ends the older one and leaves the newer one its traffic', async () => {
      const { last, azure, served } = await overtaken(claim(17), claim(18));
      await assert.rejects(last, catalogueError('ReleaseSuperseded', 'release 18'));
      assert.deepEqual(azure.stored.endpoints.get('fraud')?.traffic, { [served]: 100 });
    });
  });
});
