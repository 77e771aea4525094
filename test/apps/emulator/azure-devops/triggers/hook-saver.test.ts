// Saving definitions with triggers: one hook for a source, nothing saved when it cannot be made, nothing left behind.
import assert from 'node:assert/strict';
import { project, Triggering } from '../support/triggering.ts';

describe('apps/emulator/azure-devops/triggers/hook-saver.ts', () => {
  let world: Triggering;
  const azure = (): Triggering['running']['azure'] => world.running.azure;
  beforeEach(async () => {
    world = await Triggering.start();
  });
  afterEach(() => world.close());

  it('creates one subscription, and hands over a payload URL, a name, an id and a secret', async () => {
    const saved = await world.save(world.definition('One'));
    const [hook] = await world.hooks();
    assert.ok(hook);
    assert.match(hook.name, /^Webhook[0-9a-f]{32}$/);
    assert.deepEqual([...azure().subscriptions.keys()], [hook.name]);
    const { payloadUrl, secret, webHookId } = world.handed(hook.name);
    assert.equal(
      payloadUrl,
      `${world.running.devops.organizationUrl}/_apis/Release/receiveExternalEvent/${hook.id}`,
    );
    assert.equal(Buffer.from(secret, 'base64').length, 16);
    assert.equal(webHookId, hook.id);
    assert.deepEqual(
      hook.subscriptions.map(({ definitionId, alias }) => [definitionId, alias]),
      [[saved.id, '_fraud']],
    );
  });

  it('asks for no secret when the type names no header for a signature', async () => {
    await world.install({ payloadHashHeaderName: undefined });
    await world.save(world.definition('One'));
    const [hook] = await world.hooks();
    assert.equal(world.handed(hook?.name ?? '').secret, '');
  });

  it('lists on the second save, and creates again only what is missing', async () => {
    const saved = await world.save(world.definition('One'));
    const again = await world.save(saved);
    assert.deepEqual(
      azure().hookCalls.map((call) => call.split(' ')[0]),
      ['PUT', 'GET'],
    );
    const before = world.handed((await world.hooks())[0]?.name ?? '');
    azure().subscriptions.clear();
    await world.save(again);
    const [hook] = await world.hooks();
    assert.deepEqual(
      azure().hookCalls.map((call) => call.split(' ')[0]),
      ['PUT', 'GET', 'GET', 'PUT'],
    );
    assert.deepEqual(world.handed(hook?.name ?? ''), before);
  });

  it('takes an entry that is the bare GUID for its own hook', async () => {
    const list = {
      target: 'listwebhook',
      endpointUrl: `{{{endpoint.url}}}eventSubscriptions`,
      resultSelector: 'jsonpath:$.value[*]',
      resultTemplate: '{{{webHookId}}}',
    };
    await world.install({}, [list]);
    await world.save(await world.save(world.definition('One')));
    assert.equal(azure().hookCalls.filter((call) => call.startsWith('PUT')).length, 1);
  });

  it('shares one hook between two definitions, saved one after the other or at once', async () => {
    await Promise.all(['One', 'Two', 'Three'].map((name) => world.save(world.definition(name))));
    const hooks = await world.hooks();
    assert.equal(hooks.length, 1);
    assert.equal(hooks[0]?.subscriptions.length, 3);
    assert.equal(azure().subscriptions.size, 1);
  });

  it('lets two saves race when the switch is off: one row, but the loser leaves a subscription behind', async () => {
    await world.turn({ webhookSavesInTurn: false });
    let arrived = 0;
    let go = (): void => undefined;
    const both = new Promise<void>((resolve) => (go = resolve));
    azure().intercept = async (method) => {
      if (method !== 'PUT') return undefined;
      arrived += 1;
      if (arrived === 2) go();
      await both;
      return undefined;
    };
    await Promise.all(['One', 'Two'].map((name) => world.save(world.definition(name))));
    const hooks = await world.hooks();
    assert.equal(hooks.length, 1);
    assert.equal(hooks[0]?.subscriptions.length, 2);
    assert.equal(azure().subscriptions.size, 2);
  });

  it('removes the hook with its last listener: trigger off, artifact changed, definition deleted', async () => {
    const one = await world.save(world.definition('One'));
    const two = await world.save(world.definition('Two'));
    await world.save({ ...one, triggers: [] });
    assert.equal(azure().subscriptions.size, 1);
    const moved = world.definition('Two', { model: 'churn' });
    await world.save({ ...moved, id: two.id, revision: two.revision ?? 1 });
    assert.equal(azure().subscriptions.size, 1);
    assert.equal((await world.hooks()).length, 1);
    await world.releases.deleteReleaseDefinition(project, two.id);
    assert.equal(azure().subscriptions.size, 0);
    assert.deepEqual(await world.hooks(), []);
  });

  it('makes the refusal of createwebhook the error of the save, and saves nothing', async () => {
    azure().intercept = (method) =>
      Promise.resolve(
        method === 'PUT' ? { status: 403, body: { error: { code: 'AuthorizationFailed' } } } : undefined,
      );
    await assert.rejects(world.save(world.definition('One')), /Status Code: '403'.*AuthorizationFailed/);
    assert.deepEqual(await world.hooks(), []);
    assert.deepEqual(await world.releases.getReleaseDefinitions(project), []);
  });

  it('makes no hook for a save that is refused anyway', async () => {
    await world.save(world.definition('One', { triggers: [] }));
    await assert.rejects(world.save(world.definition('One')), /VS402857/);
    assert.deepEqual(azure().hookCalls, []);
  });

  it('takes back the first hook when the second cannot be made', async () => {
    const made = world.definition('One');
    const second = world.definition('x', { model: 'churn' }).artifacts?.[0];
    made.artifacts?.push({ ...second, alias: '_churn', isPrimary: false });
    made.triggers?.push({ triggerType: 'artifactSource', artifactAlias: '_churn' } as never);
    let puts = 0;
    azure().intercept = (method) => {
      if (method === 'PUT') puts += 1;
      return Promise.resolve(puts === 2 && method === 'PUT' ? { status: 500, body: {} } : undefined);
    };
    await assert.rejects(world.save(made), /Status Code: '500'/);
    assert.equal(azure().subscriptions.size, 0);
    assert.deepEqual(await world.hooks(), []);
  });

  it('refuses an input that has the name of a value the server adds', async () => {
    const taken = { webhookname: { id: 'x', name: 'x' } };
    await assert.rejects(
      world.save(world.definition('One', { inputs: taken })),
      /FixtureModel An item with the same key has already been added\./,
    );
    assert.deepEqual(await world.hooks(), []);
  });

  it('only writes a message when the removal fails, and forgets the hook', async () => {
    const one = await world.save(world.definition('One'));
    azure().intercept = () => Promise.resolve({ status: 500, body: {} });
    await world.releases.deleteReleaseDefinition(project, one.id);
    assert.deepEqual(await world.hooks(), []);
    assert.ok(world.running.log.some((line) => /could not be removed: Failed to query/.test(line)));
  });

  it('merges the Data of the matching entry into the parameters of deletewebhook', async () => {
    const target = `{{{endpoint.url}}}eventSubscriptions`;
    const list = (data: string): Record<string, unknown> => ({
      target: 'listwebhook',
      endpointUrl: target,
      resultSelector: 'jsonpath:$.value[*]',
      resultTemplate: `{ "Value": "{{{payloadUrl}}}", "DisplayValue": "x", "Data": ${data} }`,
    });
    const remove = {
      target: 'deletewebhook',
      requestVerb: 'DELETE',
      resultSelector: 'none',
      endpointUrl: `${target}/{{{entryName}}}`,
    };
    await world.install({}, [list('{ "entryName": "{{{name}}}" }'), remove]);
    const one = await world.save(world.definition('One'));
    await world.releases.deleteReleaseDefinition(project, one.id);
    assert.equal(azure().subscriptions.size, 0);

    await world.install({}, [list('{ "WebHookName": "{{{name}}}" }')]);
    const two = await world.save(world.definition('Two'));
    await world.releases.deleteReleaseDefinition(project, two.id);
    assert.equal(azure().subscriptions.size, 1);
    assert.ok(world.running.log.some((line) => /same key has already been added/.test(line)));
  });

  it('deletes by the GUID, or without any match, only when the switches say so', async () => {
    const list = {
      target: 'listwebhook',
      endpointUrl: `{{{endpoint.url}}}eventSubscriptions`,
      resultSelector: 'jsonpath:$.value[*]',
      resultTemplate: '{{{webHookId}}}',
    };
    await world.install({}, [list]);
    const left = async (name: string): Promise<number> => {
      const one = await world.save(world.definition(name));
      await world.releases.deleteReleaseDefinition(project, one.id);
      const { size } = azure().subscriptions;
      azure().subscriptions.clear();
      return size;
    };
    assert.equal(await left('default'), 1);
    await world.turn({ deleteWebhookById: true });
    assert.equal(await left('by id'), 0);
    await world.turn({ deleteWebhookById: false, deleteWebhookWithoutMatch: true });
    assert.equal(await left('without match'), 0);
  });

  it('keeps one hook for each server URL at server level, and links each definition to it', async () => {
    const call = (target: string): Record<string, unknown> => ({
      target,
      requestVerb: 'PUT',
      resultSelector: 'jsonpath:$',
      endpointUrl: `{{{endpoint.url}}}eventSubscriptions/${target}-{{{definition}}}`,
      requestContent: '{}',
    });
    await world.install({ isWebhookSupportedAtServerLevel: true }, [
      call('linkwebhook'),
      call('unlinkwebhook'),
    ]);
    const one = await world.save(world.definition('One'));
    const two = await world.save(world.definition('Two', { model: 'churn' }));
    await world.save(two);
    const links = (): string[] => azure().hookCalls.filter((each) => /PUT (un)?link/.test(each));
    assert.equal((await world.hooks()).length, 1);
    assert.deepEqual(links(), ['PUT linkwebhook-fraud', 'PUT linkwebhook-churn']);
    await world.releases.deleteReleaseDefinition(project, one.id);
    assert.equal((await world.hooks()).length, 1);
    await world.releases.deleteReleaseDefinition(project, two.id);
    assert.equal((await world.hooks()).length, 0);
    assert.deepEqual(links().slice(2), ['PUT unlinkwebhook-fraud', 'PUT unlinkwebhook-churn']);
  });

  it('refuses triggers with the server message while the feature is off', async () => {
    await world.turn({ customArtifactTrigger: false });
    await assert.rejects(
      world.save(world.definition('One')),
      /Custom artifact trigger feature is not enabled\./,
    );
    await world.save(world.definition('One', { triggers: [] }));
  });
});
