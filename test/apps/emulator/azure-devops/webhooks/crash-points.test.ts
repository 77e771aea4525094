// The life cycle of hooks when the server crashes between two of its steps.
import assert from 'node:assert/strict';
import { crashPoints } from '../../../../../apps/emulator/azure-devops/webhooks/crash-points.ts';
import { prune } from '../support/prune.ts';
import { project, Triggering } from '../support/triggering.ts';

describe('apps/emulator/azure-devops/webhooks/crash-points.ts', () => {
  let world: Triggering;
  const azure = (): Triggering['running']['azure'] => world.running.azure;
  beforeEach(async () => {
    world = await Triggering.start();
  });
  afterEach(() => world.close());

  // Before the row is there, a crash orphans what was created: the server makes a new name the next time.
  const orphaning = new Set(['createwebhook:after', 'secret:after']);
  for (const point of crashPoints.filter((each) =>
    /^(createwebhook|secret|hookRow|definition|subscriptions):/.test(each),
  ))
    it(`comes to one hook by a second save after a crash at ${point}`, async () => {
      await world.crashAt(point);
      await assert.rejects(world.save(world.definition('One')), /socket hang up|ECONNRESET/);
      const [half] = await world.releases.getReleaseDefinitions(project, 'One');
      const made = world.definition('One');
      await world.save(
        half?.id === undefined ? made : { ...made, id: half.id, revision: half.revision ?? 1 },
      );
      const hooks = await world.hooks();
      assert.equal(hooks.length, 1);
      assert.equal(hooks[0]?.subscriptions.length, 1);
      assert.ok(azure().subscriptions.has(hooks[0].name));
      assert.equal(azure().subscriptions.size, orphaning.has(point) ? 2 : 1);
      const standings = (await prune(world)).hooks.map(({ standing }) => standing).toSorted();
      assert.deepEqual(standings, orphaning.has(point) ? ['live', 'orphaned'] : ['live']);
      assert.deepEqual([...azure().subscriptions.keys()], [hooks[0].name]);
    });

  for (const point of ['definition:after', 'listwebhook:after', 'deletewebhook:after'] as const)
    it(`breaks off the deletion of a definition at ${point}, and says so to nobody`, async () => {
      const one = await world.save(world.definition('One'));
      await world.crashAt(point);
      await assert.rejects(world.releases.deleteReleaseDefinition(project, one.id));
      assert.deepEqual(await world.releases.getReleaseDefinitions(project), []);
      assert.equal((await world.hooks()).length, 1);
      assert.equal(azure().subscriptions.size, point === 'deletewebhook:after' ? 0 : 1);
      // The server still knows the hook, so nobody may take its subscription away.
      await prune(world);
      assert.equal(azure().subscriptions.size, point === 'deletewebhook:after' ? 0 : 1);
      // Whoever triggers on the model again finds the row, lists, and has one hook.
      await world.save(world.definition('Two'));
      assert.equal((await world.hooks()).length, 1);
      assert.equal(azure().subscriptions.size, 1);
    });
});
