// Events that start YAML pipelines: incoming web hook connections, and triggers of build resources.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { project, modelEvent, Triggering } from '../support/triggering.ts';
import { signatureHeader } from '../support/triggered-type.ts';
import { buildResource, endedRuns, logText } from '../support/yaml-runs.ts';
import { message } from '../support/waiting.ts';

const triggered = buildResource.replace('source: fraud', 'source: fraud\n      trigger: true');

describe('apps/emulator/azure-devops/rest/incoming-webhook-routes.ts', () => {
  let world: Triggering;
  beforeEach(async () => {
    world = await Triggering.start();
  });
  afterEach(() => world.close());

  async function connect(name: string, secret = ''): Promise<void> {
    const api = await world.running.api.getServiceEndpointApi();
    await api.createServiceEndpoint({
      name: `${name}-connection`,
      type: 'incomingwebhook',
      url: 'https://dev.azure.com/',
      authorization: {
        scheme: 'None',
        parameters: { webhookname: name, secret, header: secret === '' ? '' : 'X-Signature' },
      },
    });
  }
  const address = (name: string): string =>
    `${world.running.devops.organizationUrl}/_apis/public/distributedtask/webhooks/${name}?api-version=6.0-preview`;
  const send = (name: string, payload: unknown, headers: Record<string, string> = {}) =>
    world.post(address(name), '', payload, headers);
  const waiting = (filters = ''): string => `resources:
  webhooks:
    - webhook: newModel
      connection: models-connection
${filters}steps:
  - script: echo "\${{ parameters.newModel.data.name }} $(resources.triggeringAlias) $(resources.triggeringCategory) $(Build.Reason)"`;

  it('runs the pipelines of a connection, with the payload in their text', async () => {
    await connect('models');
    const id = await world.pipeline('Hooked', waiting());
    const answer = await send('models', { data: { name: 'fraud', tags: {} } });
    assert.deepEqual([answer.status, answer.body.toString()], [200, '']);
    const [run] = await endedRuns(world, id);
    assert.match(await logText(world, run?.id ?? 0, 1), /fraud newModel webhook ResourceTrigger/);
  });

  it('loses an array after it has said 200', async () => {
    await connect('models');
    const id = await world.pipeline('Hooked', waiting());
    assert.equal((await send('models', [{ data: { name: 'fraud' } }])).status, 200);
    assert.deepEqual(await endedRuns(world, id), []);
    const [job] = await world.jobs();
    assert.equal(job?.status, 'failed');
    assert.match(job.message, /not a JSON object/);
  });

  it('fails behind the answer when an object stands where a scalar must', async () => {
    await connect('models');
    const id = await world.pipeline('Hooked', waiting());
    assert.equal((await send('models', { data: { name: { first: 'fraud' } } })).status, 200);
    assert.deepEqual(await endedRuns(world, id), []);
    assert.match((await world.jobs())[0]?.message ?? '', /is not a scalar/);
  });

  it('lets through what all filters let through', async () => {
    await connect('models');
    const filters = `      filters:
        - { path: data.name, value: fraud }
        - { path: '$.stages[*].name', value: 2 }
`;
    const id = await world.pipeline('Filtered', waiting(filters));
    const event = (name: string, ...stages: number[]): unknown => ({
      data: { name },
      stages: stages.map((stage) => ({ name: stage })),
    });
    for (const payload of [event('fraud', 1), event('Fraud', 2), event('churn', 2), event('fraud', 1, 2)])
      assert.equal((await send('models', payload)).status, 200);
    assert.equal((await endedRuns(world, id)).length, 1);
  });

  it('asks for the signature when the connection has a secret', async () => {
    await connect('models', 'sesame');
    const id = await world.pipeline('Hooked', waiting());
    const payload = { data: { name: 'fraud' } };
    const hex = createHmac('sha1', 'sesame').update(JSON.stringify(payload)).digest('hex');
    assert.equal((await send('models', payload)).status, 401);
    assert.equal((await send('models', payload, { 'X-Signature': `sha1=${'0'.repeat(40)}` })).status, 401);
    assert.equal((await send('models', payload, { 'X-Signature': `sha1=${hex}` })).status, 200);
    assert.equal((await endedRuns(world, id)).length, 1);
  });

  it('knows no other address, and wants a version in it', async () => {
    assert.equal((await send('nowhere', {})).status, 404);
    await connect('models');
    const bare = address('models').replace(/\?.*/, '');
    const answer = await world.post(bare, '', {}, {});
    assert.match(message(answer.body), /No api-version was supplied/);
  });

  it('refuses a name with another sign, and a secret without a header; never shows the secret', async () => {
    await assert.rejects(connect('a b'), /letters, digits/);
    const api = await world.running.api.getServiceEndpointApi();
    const parameters = { webhookname: 'x', secret: 'sesame' };
    await assert.rejects(
      api.createServiceEndpoint({
        name: 'x',
        type: 'incomingwebhook',
        url: 'https://dev.azure.com/',
        authorization: { scheme: 'None', parameters },
      }),
      /needs the name of the HTTP header/,
    );
    await connect('models', 'sesame');
    const [shown] = await api.getServiceEndpointsByNames(project, ['models-connection']);
    assert.equal(shown?.authorization?.parameters?.['secret'], null);
  });

  it('registers a hook for trigger: true with a payload URL of its own, and removes it again', async () => {
    const steps = '\nsteps: [{ script: echo }]';
    const id = await world.pipeline('Deploy', triggered + steps);
    await world.save(world.definition('Classic'));
    const urls = (await world.hooks()).map(({ payloadUrl }) => payloadUrl);
    assert.equal(urls.length, 2);
    assert.match(
      urls[0] ?? '',
      /public\/distributedtask\/webhooks\/[0-9a-f-]{36}\?api-version=6\.0-preview$/,
    );
    await world.pipeline('Deploy', buildResource + steps);
    assert.equal((await world.hooks()).length, 1);
    await world.pipeline('Deploy', triggered + steps);
    await world.deletePipeline(id);
    assert.equal((await world.hooks()).length, 1);
  });

  it('saves no pipeline whose hook cannot be made', async () => {
    world.running.azure.intercept = (method) =>
      Promise.resolve(method === 'PUT' ? { status: 403, body: {} } : undefined);
    await assert.rejects(
      world.pipeline('Deploy', `${triggered}\nsteps: [{ script: echo }]`),
      /Status Code: '403'/,
    );
    assert.deepEqual(await (await world.running.api.getPipelinesApi()).listPipelines(project), []);
  });

  it('registers nothing while triggers of build resources are switched off', async () => {
    await world.turn({ yamlBuildTriggers: false });
    await world.pipeline('Deploy', `${triggered}\nsteps: [{ script: echo }]`);
    assert.deepEqual(await world.hooks(), []);
  });

  it('runs every pipeline on the hook with the version of the event, comparing no name', async () => {
    const text = `${triggered}\nsteps:\n  - script: echo "$(resources.triggeringAlias) $(resources.triggeringCategory)"`;
    const ids = [await world.pipeline('One', text), await world.pipeline('Two', text)];
    const [hook] = await world.hooks();
    const { payloadUrl, secret } = world.handed(hook?.name ?? '');
    assert.equal((await world.post(payloadUrl, secret, modelEvent('another', '7'))).status, 200);
    for (const id of ids) {
      const [run, ...others] = await endedRuns(world, id);
      assert.deepEqual(others, []);
      assert.equal(run?.resources?.builds?.['model']?.versionId, '7');
      assert.match(await logText(world, run.id ?? 0, 1), /model build/);
    }
    assert.equal((await world.post(payloadUrl, 'wrong', modelEvent('fraud', '7'))).status, 401);
    assert.equal((await world.post(payloadUrl, secret, [modelEvent('fraud', '7')])).status, 200);
    assert.equal((await endedRuns(world, ids[0] ?? 0)).length, 1);
    const unsigned = { [signatureHeader.toLowerCase()]: '' };
    assert.equal((await world.post(payloadUrl, secret, modelEvent('fraud', '7'), unsigned)).status, 401);
  });
});
