// Events posted to release hooks: who may post, what is read of them, which releases they make.
import assert from 'node:assert/strict';
import { ReleaseReason } from 'azure-devops-node-api/interfaces/ReleaseInterfaces.js';
import { modelArtifact } from '../support/release-fixtures.ts';
import { signatureHeader } from '../support/triggered-type.ts';
import { modelEvent, project, Triggering, type ShownHook } from '../support/triggering.ts';
import { message } from '../support/waiting.ts';

describe('apps/emulator/azure-devops/rest/webhook-routes.ts', () => {
  let world: Triggering;
  beforeEach(async () => {
    world = await Triggering.start();
  });
  afterEach(() => world.close());

  async function onlyHook(): Promise<ShownHook & { secret: string }> {
    const [hook] = await world.hooks();
    assert.ok(hook);
    return { ...hook, secret: world.handed(hook.name).secret };
  }

  const post = async (payload: unknown, headers?: Record<string, string>) => {
    const { payloadUrl, secret } = await onlyHook();
    return world.post(payloadUrl, secret, payload, headers);
  };

  const versions = async (definitionId: number): Promise<unknown[]> =>
    (await world.releasesOf(definitionId)).map(
      ({ artifacts }) => artifacts?.[0]?.definitionReference?.['version']?.id,
    );

  it('answers 200 without a body, and makes a release with the version of the event', async () => {
    const { id } = await world.save(world.definition('One'));
    const answer = await post(modelEvent('fraud', '7'));
    assert.deepEqual([answer.status, answer.body.toString()], [200, '']);
    const [release] = await world.releasesOf(id);
    assert.deepEqual(release?.artifacts?.[0]?.definitionReference?.['version'], { id: '7', name: '7' });
    assert.equal(release.reason, ReleaseReason.ContinuousIntegration);
  });

  it('takes the event whatever the default version of the source is', async () => {
    const inputs = {
      defaultVersionType: { id: 'specificVersionType', name: 'Specific' },
      defaultVersionSpecific: { id: '1', name: '1' },
    };
    const { id } = await world.save(world.definition('Specific', { inputs }));
    await post(modelEvent('fraud', '7'));
    assert.deepEqual(await versions(id), ['7']);
  });

  it('resolves the other sources by their default, and refuses one that asks for its version', async () => {
    const made = world.definition('Two sources');
    const other = (type: string): Record<string, unknown> => ({
      ...modelArtifact(world.connection, { defaultVersionType: { id: type, name: type } }),
      alias: 'other',
      isPrimary: false,
    });
    made.artifacts?.push(other('selectDuringReleaseCreationType'));
    await assert.rejects(world.save(made), /asks for its version when the release is created/);
    made.artifacts?.splice(1, 1, other('latestType'));
    const { id } = await world.save(made);
    await post(modelEvent('fraud', '7'));
    const [release] = await world.releasesOf(id);
    assert.deepEqual(
      release?.artifacts?.map((artifact) => artifact.definitionReference?.['version']?.id),
      ['7', '2'],
    );
  });

  it('takes a signature with and without its prefix, and refuses a wrong one and none', async () => {
    const { id } = await world.save(world.definition('One'));
    const { secret } = await onlyHook();
    const { createHmac } = await import('node:crypto');
    const body = JSON.stringify(modelEvent('fraud', '7'));
    const hex = createHmac('sha1', secret).update(body).digest('hex');
    for (const [header, status] of [
      [{ [signatureHeader]: hex }, 200],
      [{ [signatureHeader.toLowerCase()]: `sha1=${hex.toUpperCase()}` }, 200],
      [{ [signatureHeader]: `sha256=${hex}` }, 401],
      [{ [signatureHeader]: hex.replace(/./, (sign) => (sign === '0' ? '1' : '0')) }, 401],
      [{ [signatureHeader]: '' }, 401],
      [{}, 401],
    ] as const) {
      const answer = await post(modelEvent('fraud', '7'), { ...header });
      assert.equal(answer.status, status, JSON.stringify(header));
    }
    assert.equal((await versions(id)).length, 2);
  });

  it('refuses a signature over other bytes of the same JSON', async () => {
    await world.save(world.definition('One'));
    const { payloadUrl, secret } = await onlyHook();
    const { createHmac } = await import('node:crypto');
    const signature = createHmac('sha1', secret)
      .update(JSON.stringify(modelEvent('fraud', '7')))
      .digest('hex');
    const spaced = Buffer.from(JSON.stringify(modelEvent('fraud', '7'), undefined, 1));
    const answer = await world.post(payloadUrl, secret, spaced, { [signatureHeader]: signature });
    assert.equal(answer.status, 401);
  });

  it('reads an object or an array, by paths that mind their case', async () => {
    await world.install({
      webhookPayloadMapping: {
        definition: '{{{[0].data.modelName}}}',
        version: '{{#this}}{{{data.modelVersion}}}{{/this}}',
        resourceGroup: 'rg',
        workspace: 'ws',
      },
    });
    const { id } = await world.save(world.definition('One'));
    assert.equal((await post([{ data: { modelName: 'fraud', modelVersion: 3 } }])).status, 200);
    const wrong = await post([{ data: { ModelName: 'fraud', modelVersion: 3 } }]);
    assert.equal(wrong.status, 400);
    assert.match(message(wrong.body), /no value for 'definition'/);
    assert.deepEqual(await versions(id), ['3']);
  });

  it('refuses a payload without a version, one that is not JSON, and one above 5 MiB', async () => {
    await world.save(world.definition('One'));
    assert.equal((await post({ definition: 'fraud' })).status, 400);
    assert.equal((await post(Buffer.from('model'))).status, 400);
    assert.equal((await post(Buffer.from('7'))).status, 400);
    assert.equal(
      (await post({ ...modelEvent('fraud', '7'), more: 'x'.repeat(5 * 1024 * 1024) })).status,
      413,
    );
  });

  it('knows no hook of another id, and treats a validation event like any payload', async () => {
    await world.save(world.definition('One'));
    const { payloadUrl, secret, id } = await onlyHook();
    const other = payloadUrl.replace(id, '00000000-0000-0000-0000-000000000000');
    const unknown = await world.post(other, secret, modelEvent('fraud', '7'));
    assert.equal(unknown.status, 404);
    const validation = [
      { eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: 'c' } },
    ];
    assert.equal((await post(validation)).status, 400);
  });

  it('matches sources by the end of their id, whatever the case', async () => {
    const one = await world.save(world.definition('One'));
    await post({ definition: 'FRAUD', version: '7', resourceGroup: 'RG', workspace: 'WS' });
    assert.deepEqual(await versions(one.id), ['7']);
    await post({ ...modelEvent('fraud', '8'), workspace: 'another' });
    assert.deepEqual(await versions(one.id), ['7']);
    assert.equal((await world.jobs()).at(-1)?.message, 'no artifact source matches the event');
  });

  it('gives the identifier only mapped values; with the switch off the whole payload', async () => {
    await world.install({
      webhookPayloadMapping: { definition: '{{{definition}}}', version: '{{{version}}}' },
    });
    const one = await world.save(world.definition('One'));
    await post(modelEvent('fraud', '7'));
    assert.deepEqual(await versions(one.id), []);
    await world.turn({ mappedWebhookValuesOnly: false });
    await post(modelEvent('fraud', '8'));
    assert.deepEqual(await versions(one.id), ['8']);
  });

  it('makes a release for each duplicate, in any order; with the switch on one for each version', async () => {
    const one = await world.save(world.definition('One'));
    for (const version of ['9', '8', '9']) await post(modelEvent('fraud', version));
    assert.deepEqual((await versions(one.id)).toSorted(), ['8', '9', '9']);
    await world.turn({ oneReleasePerVersion: true });
    for (const version of ['10', '8', '10', '9']) await post(modelEvent('fraud', version));
    assert.deepEqual((await versions(one.id)).toSorted(), ['10', '8', '9', '9']);
  });

  it('makes a release of every definition that listens, and of no other', async () => {
    const one = await world.save(world.definition('One'));
    const two = await world.save(world.definition('Two'));
    const off = await world.save(world.definition('Off', { triggers: [] }));
    await post(modelEvent('fraud', '7'));
    assert.deepEqual(await versions(one.id), ['7']);
    assert.deepEqual(await versions(two.id), ['7']);
    assert.deepEqual(await versions(off.id), []);
    await world.releases.deleteReleaseDefinition(project, two.id);
    await post(modelEvent('fraud', '8'));
    assert.deepEqual((await versions(one.id)).length, 2);
  });

  it('keeps the failure of the background job to itself: the caller has had its 200', async () => {
    const latest = world.definition('Two sources');
    const other = modelArtifact(world.connection, { definition: { id: 'gone', name: 'gone' } });
    latest.artifacts?.push({ ...other, alias: 'other', isPrimary: false });
    await world.save(latest);
    assert.equal((await post(modelEvent('fraud', '7'))).status, 200);
    const job = (await world.jobs()).at(-1);
    assert.equal(job?.status, 'failed');
    assert.match(job.message, /Two sources: .*404/);
  });

  it('loses nothing and doubles at most when it crashes before or after the job is queued', async () => {
    const one = await world.save(world.definition('One'));
    for (const [point, expected] of [
      ['receive:beforeJob', ['1']],
      ['receive:afterJob', ['1', '2', '2']],
    ] as const) {
      const version = point === 'receive:beforeJob' ? '1' : '2';
      await world.crashAt(point);
      await assert.rejects(post(modelEvent('fraud', version)));
      assert.equal((await post(modelEvent('fraud', version))).status, 200);
      assert.deepEqual((await versions(one.id)).toSorted(), expected);
    }
  });
});
