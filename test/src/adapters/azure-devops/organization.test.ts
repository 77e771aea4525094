import assert from 'node:assert/strict';
import { createOrganization } from '../../../../src/adapters/azure-devops/organization.ts';
import { createReleases } from '../../../../src/adapters/azure-devops/releases.ts';
import type { ReleaseTarget } from '../../../../src/core/firing/target.ts';
import type { ErrorCode } from '../../../../src/core/errors/catalogue.ts';
import { type AutoClock, createAutoClock } from '../../../support/auto-clock.ts';
import {
  type AzureDevOpsFake,
  type Mishap,
  startAzureDevOpsFake,
} from '../../../support/azure-devops-fake.ts';
import { quotaOf } from '../../../support/quota-of.ts';
import { catalogueError } from '../../../support/catalogue-error.ts';

const target: ReleaseTarget = {
  kind: 'release',
  project: 'demo',
  definition: 'deploy-fraud',
  artifact: '_fraud',
};

describe('src/adapters/azure-devops/organization.ts', () => {
  let fake: AzureDevOpsFake;
  let clock: AutoClock;
  const releases = (token = fake.token, url = fake.url) =>
    createReleases(createOrganization({ url, token, quota: quotaOf(clock) }));

  beforeEach(async () => {
    clock = createAutoClock();
    fake = await startAzureDevOpsFake({
      definitions: [{ id: 7, name: 'deploy-fraud', aliases: ['_fraud'] }],
    });
  });
  afterEach(() => fake.close());

  it('goes to the host that the organization names for releases, once found', async () => {
    const found = releases();
    await found.verify(target);
    await found.find(target, 'key', new Date());
    const paths = fake.calls.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(paths, [
      'GET /_apis/ResourceAreas',
      'OPTIONS /_apis/Release',
      'GET /demo/_apis/Release/definitions',
      'GET /demo/_apis/Release/releases',
    ]);
  });

  it('stays at the address it has where there are no areas: Azure DevOps Server', async () => {
    fake.mishap = ({ path }) =>
      path === '/_apis/ResourceAreas' ? { status: 200, body: { count: 0, value: null } } : undefined;
    await releases().verify(target);
  });

  it('sends a personal access token as password and an Entra token as bearer', async () => {
    await releases().verify(target);
    await assert.rejects(releases('eyJ0.e30.x').verify(target));
    const sent = new Set(fake.calls.map(({ authorization }) => authorization.split(' ')[0]));
    assert.deepEqual([...sent], ['Basic', 'Bearer']);
  });

  const faults: readonly (readonly [string, Mishap, ErrorCode, string])[] = [
    ['401', { status: 401 }, 'DevOpsUnauthorized', 'not valid or has expired'],
    ['a redirect', { status: 302, headers: { location: '/_signin' } }, 'DevOpsUnauthorized', 'web page'],
    ['203 with a page', { status: 203, body: '<html>Sign in</html>' }, 'DevOpsUnauthorized', '203'],
    [
      '403',
      { status: 403, body: { message: 'VS402904: Access denied: x needs y.' } },
      'DevOpsForbidden',
      'Access denied: x needs y',
    ],
    ['404', { status: 404 }, 'DevOpsOrganizationNotFound', '/org'],
    ['429', { status: 429 }, 'DevOpsThrottled', '300 s'],
    ['400', { status: 400, body: { message: 'VS1: no.' } }, 'DevOpsRejected', '(400): VS1: no'],
    [
      '503',
      { status: 503, body: '<html><style>x{}</style><b>The service is unavailable.</b></html>' },
      'DevOpsFailed',
      ': The service is unavailable',
    ],
    ['an unknown shape', { status: 200, body: { value: 'x' } }, 'DevOpsAnswerUnreadable', 'value'],
    ['a cut connection', { cut: true }, 'DevOpsNotReachable', 'the connection was cut'],
  ];
  for (const [name, mishap, code, named] of faults) {
    it(`answers ${name} with ${code}, and never names the token`, async () => {
      fake.mishap = () => mishap;
      await assert.rejects(releases().verify(target), (error) => {
        assert.doesNotMatch(String(error), new RegExp(fake.token));
        return catalogueError(code, named)(error);
      });
    });
  }

  it('names what is wrong with an address at which nothing listens', async () => {
    const closed = fake.url;
    await fake.close();
    await assert.rejects(
      releases('t', closed).verify(target),
      catalogueError('DevOpsNotReachable', closed, 'connection refused'),
    );
  });

  it('says that the organization does not have a service where its resources are not there', async () => {
    fake.mishap = ({ method }) => (method === 'OPTIONS' ? { status: 404 } : undefined);
    await assert.rejects(
      releases().verify(target),
      catalogueError('DevOpsOrganizationNotFound', 'does not have the service'),
    );
  });

  it('waits as long as Retry-After asks for when that is short, and makes the call again', async () => {
    let times = 0;
    fake.mishap = () => ((times += 1) <= 2 ? { status: 429, headers: { 'retry-after': '5' } } : undefined);
    await releases().verify(target);
    assert.deepEqual(clock.slept, [5000, 5000]);
  });

  it('gives up a call that is throttled three times', async () => {
    fake.mishap = () => ({ status: 429, headers: { 'retry-after': '5' } });
    await assert.rejects(releases().verify(target), catalogueError('DevOpsThrottled', '5 s'));
    assert.equal(fake.calls.length, 3);
  });

  it('pauses after an answer that asks for it although it is good', async () => {
    const slow = releases();
    await slow.verify(target);
    const body = { count: 0, value: [] };
    fake.mishap = () => ({ status: 200, body, headers: { 'retry-after': '7' } });
    await slow.find(target, 'key', new Date());
    assert.deepEqual(clock.slept, []);
    await slow.find(target, 'key', new Date());
    assert.deepEqual(clock.slept, [7000]);
  });

  it('makes no call, in this turn or a later one, while a long Retry-After has not passed', async () => {
    const throttled = releases();
    fake.mishap = () => ({ status: 429, headers: { 'retry-after': '90' } });
    await assert.rejects(throttled.verify(target), catalogueError('DevOpsThrottled', '90 s'));
    fake.mishap = () => undefined;
    clock.advance(20_000);
    const before = fake.calls.length;
    await assert.rejects(throttled.verify(target), catalogueError('DevOpsThrottled', '70 s'));
    assert.equal(fake.calls.length, before);
    clock.advance(70_000);
    await throttled.verify(target);
    assert.deepEqual(clock.slept, []);
  });

  it('does not pause longer because the clock was set back', async () => {
    const throttled = releases();
    fake.mishap = () => ({ status: 429, headers: { 'retry-after': '90' } });
    await assert.rejects(throttled.verify(target), catalogueError('DevOpsThrottled', '90 s'));
    fake.mishap = () => undefined;
    clock.advance(-3_600_000);
    await throttled.verify(target);
  });
});
