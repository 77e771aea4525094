// Who may call, how errors look, what is discovered, and the control endpoint.
import assert from 'node:assert/strict';
import { getPersonalAccessTokenHandler, WebApi } from 'azure-devops-node-api';
import { definition, modelArtifact } from '../support/release-fixtures.ts';
import { message, project, startWaiting, type Waiting } from '../support/waiting.ts';

describe('apps/emulator/azure-devops/rest/register.ts', () => {
  let running: Waiting['running'];
  let releases: Waiting['releases'];
  let connection: Waiting['connection'];
  let definitionId: Waiting['definitionId'];
  before(async () => {
    ({ running, releases, connection, definitionId } = await startWaiting());
  });
  after(() => running.close());

  it('refuses a wrong token with 401 and shows a caller without one the sign-in page', async () => {
    const wrong = { Authorization: `Basic ${Buffer.from(':wrong').toString('base64')}` };
    const path = '/emulator/_apis/projects';
    const refused = await running.call('GET', path, undefined, wrong);
    assert.equal(refused.status, 401);
    assert.match(message(refused.body), /^TF400813/);
    const bearer = await running.call('GET', path, undefined, { Authorization: 'Bearer nobody' });
    assert.equal(bearer.status, 401);
    const page = await running.call('GET', path, undefined, { Authorization: '' });
    assert.equal(page.status, 203);
    assert.match(page.body.toString(), /Sign In/);
    const suppressed = await running.call('GET', path, undefined, {
      Authorization: '',
      'X-TFS-FedAuthRedirect': 'Suppress',
    });
    assert.equal(suppressed.status, 401);
    const api = new WebApi(running.devops.organizationUrl, getPersonalAccessTokenHandler('wrong'), {
      cert: { caFile: running.caFile },
    });
    await assert.rejects(api.getReleaseApi(), { statusCode: 401 });
  });

  it('makes a token of the form that clients recognise', () => {
    assert.match(running.devops.personalAccessToken, /^.{76}AZDO.{4}$/);
  });

  it('wants a version for a change, and one that it has', async () => {
    const path = `/emulator/${project}/_apis/release/releases`;
    const none = await running.call('POST', path, {}, { Accept: 'application/json' });
    assert.deepEqual([none.status, /No api-version was supplied/.test(message(none.body))], [400, true]);
    const future = await running.call('GET', `${path}?api-version=9.9`);
    assert.match(message(future.body), /out of range/);
  });

  it('lists the project, and answers an unknown one as the service does', async () => {
    const core = await running.api.getCoreApi();
    assert.deepEqual(
      (await core.getProjects()).map(({ name }) => name),
      [project],
    );
    assert.equal((await core.getProject(project)).name, project);
    const nowhere = await running.call('GET', '/emulator/Nowhere/_apis/release/releases');
    assert.deepEqual([nowhere.status, /^TF200016.*: Nowhere\./.test(message(nowhere.body))], [404, true]);
    // The node API turns every 404 into null.
    assert.equal(await releases.createRelease({ definitionId }, 'Nowhere'), null);
    assert.equal(await releases.getReleaseDefinition(project, 999), null);
  });

  it('writes what it does not know to the gap list', async () => {
    const answer = await running.call('GET', `/emulator/${project}/_apis/build/queues`);
    assert.equal(answer.status, 404);
    assert.deepEqual(
      running.gaps.entries().map(({ method, path }) => `${method} ${path}`),
      [`GET /emulator/${project}/_apis/build/queues`],
    );
  });

  it('refuses with 501 what it knows of and does not have, and writes that to the gap list', async () => {
    const phase = { name: 'p', phaseType: 'runOnServer', rank: 1 };
    const path = `/emulator/${project}/_apis/release/definitions`;
    const answer = await running.call('POST', path, definition('Server', [{ phases: [phase] }]));
    assert.equal(answer.status, 501);
    const gap = running.gaps.entries().find(({ method }) => method === 'POST');
    assert.equal(gap?.path, `${path} ${message(answer.body)}`);
  });

  it('refuses to install what is not an extension, and unknown switches', async () => {
    const broken = await running.call('POST', '/emulator/_emulator/extensions', Buffer.from('x'));
    assert.equal(broken.status, 400);
    const missing = await running.call('POST', '/emulator/_emulator/extensions', { path: '/nowhere.vsix' });
    assert.match(message(missing.body), /'\/nowhere.vsix' cannot be read/);
    const unknown = await running.call('PATCH', '/emulator/_emulator/switches', { nope: true });
    assert.equal(unknown.status, 400);
    const known = await running.call('PATCH', '/emulator/_emulator/switches', { refuseLoopback: true });
    assert.equal((JSON.parse(known.body.toString()) as { refuseLoopback: boolean }).refuseLoopback, true);
    const { artifactVersions } = await releases.getArtifactVersionsForSources(
      [modelArtifact(connection)],
      project,
    );
    assert.match(artifactVersions?.[0]?.errorMessage ?? '', /special-purpose address/);
    await running.call('PATCH', '/emulator/_emulator/switches', { refuseLoopback: false });
  });
});
