// What an artifact service answers to createwebhook, and what becomes of the save: as a whole, or not at all.
import assert from 'node:assert/strict';
import { maxAnswerBytes } from '../../../../../apps/emulator/azure-devops/data-sources/query.ts';
import { project, Triggering } from '../support/triggering.ts';

describe('apps/emulator/azure-devops/webhooks (answers of the artifact service)', () => {
  let world: Triggering;
  beforeEach(async () => {
    world = await Triggering.start();
  });
  afterEach(() => world.close());
  const answer = (status: number, body: unknown): void => {
    world.running.azure.intercept = (method) =>
      Promise.resolve(method === 'PUT' ? { status, body } : undefined);
  };
  const isSaved = async (): Promise<boolean> =>
    (await world.releases.getReleaseDefinitions(project, 'One')).length === 1;

  for (const status of [201, 202, 204])
    it(`takes ${status} for done, whatever it says`, async () => {
      answer(status, 'no list');
      await world.save(world.definition('One'));
      assert.ok(await isSaved());
    });

  it('refuses a save whose answer is longer than 2 MiB', async () => {
    answer(200, 'x'.repeat(maxAnswerBytes));
    await assert.rejects(world.save(world.definition('One')), /2097152|too long|longer/);
    assert.equal(await isSaved(), false);
    assert.deepEqual(await world.hooks(), []);
  });

  for (const status of [400, 403, 404, 500])
    it(`makes ${status} the error of the save, in the words of the service`, async () => {
      answer(status, { error: { code: 'Told', message: 'the cause' } });
      await assert.rejects(world.save(world.definition('One')), new RegExp(`'${status}'.*the cause`));
      assert.equal(await isSaved(), false);
      assert.deepEqual(await world.hooks(), []);
    });
});
