// The identity of an artifact source: which sources are one, and which event belongs to which.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderTemplate } from '../../apps/emulator/azure-devops/data-sources/template-renderer.ts';
import type { ServiceConnection } from '../../apps/emulator/azure-devops/connections/service-connection.ts';
import { hookKeyOf } from '../../apps/emulator/azure-devops/webhooks/hook-key.ts';
import { sourceIdOf } from '../../apps/emulator/azure-devops/releases/source-id.ts';
import { hookPayload } from '../../src/core/relay/hook-payload.ts';
import { ownArtifactType, workspaceSource as source } from './support/pickers.ts';
import { modelVersion } from './support/versions.ts';

const type = ownArtifactType();

describe('artifact-source/artifact-type.contribution.json (identity)', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/);
  const tags = fc.constantFrom('', 'approved', 'stage=production', 'stage:x=a b,approved');
  const place = fc.record({
    ...{ subscription: name, resourceGroup: name, workspace: name, tags, definition: name },
  });
  const near = { subscription: 's-1', workspace: 'prod', tags: '' };
  type Place = typeof place extends fc.Arbitrary<infer P> ? P : never;
  const identity = (inputs: Record<string, string>) => sourceIdOf(type, { connection: 'c-1', ...inputs });
  /** As the server renders it for an event: without the connection, colons trimmed. */
  const ofEvent = (payload: string) => {
    const mapping = type.artifactTriggerConfiguration?.['webhookPayloadMapping'] as Record<string, string>;
    const body = JSON.parse(payload) as Record<string, string>;
    const values = Object.fromEntries(
      Object.entries(mapping).map(([key, template]) => [key, renderTemplate(template, body)]),
    );
    const template = type.uniqueSourceIdentifier.replace('{{connection}}', '').replace(/^:+|:+$/g, '');
    return renderTemplate(template, values);
  };
  const payloadOf = (at: Place) =>
    hookPayload(
      { subscriptionId: at.subscription, resourceGroup: at.resourceGroup, name: at.workspace },
      { ...modelVersion('7', 1), model: at.definition },
      at.tags,
    );

  it('is another one for another subscription, workspace, registry, model or tag filter', () => {
    const ids = [
      identity(source),
      identity({ ...source, subscription: 's-2' }),
      identity({ ...source, workspace: 'test' }),
      identity({ ...source, tags: 'approved' }),
      identity({ ...source, resourceGroup: 'ml-test' }),
      identity({ ...source, definition: 'fraud_model' }),
      identity({ ...source, sourceType: 'registry', workspace: '', registry: 'prod' }),
    ];
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids[0], 'c-1:/s-1/ml/prod/:fraud');
  });

  it('ends like the event of its own model, and like that of no other', () => {
    fc.assert(
      fc.property(place, place, (mine, other) => {
        const ends = (at: typeof mine) => identity(mine).endsWith(ofEvent(payloadOf(at)));
        const isSame =
          JSON.stringify(Object.entries(mine).sort()) === JSON.stringify(Object.entries(other).sort());
        assert.equal(ends(mine), true);
        assert.equal(ends(other), isSame);
      }),
      {
        examples: [
          [
            { ...near, resourceGroup: 'ml', definition: 'fraud-model' },
            { ...near, resourceGroup: 'ml', definition: 'model' },
          ],
          [
            { ...near, resourceGroup: 'other-ml', definition: 'model' },
            { ...near, resourceGroup: 'ml', definition: 'model' },
          ],
        ],
      },
    );
  });

  it('gives two subscriptions and two tag filters a hook each, though the server sees one address of Azure', () => {
    const connection = { id: 'c-1', name: 'c', url: 'https://management.azure.com/' } as ServiceConnection;
    const keyOf = (inputs: Record<string, string>) => hookKeyOf({ type, connection, inputs }, 'p').identifier;
    const keys = [source, { ...source, subscription: 's-2' }, { ...source, tags: 'approved' }].map(keyOf);
    assert.equal(new Set(keys).size, 3);
    assert.equal(keys[0], 'https://management.azure.com:/s-1/ml/prod/:fraud');
  });

  it('never ends like the event of a workspace when it is that of a registry', () => {
    fc.assert(
      fc.property(place, name, (at, registry) => {
        const mine = identity({ ...at, workspace: '', registry });
        assert.ok(!mine.endsWith(ofEvent(payloadOf(at))));
      }),
    );
  });

  it('fits into the 256 characters of the server for long names, and is refused beyond them', () => {
    const long = {
      connection: '0'.repeat(36),
      subscription: '0'.repeat(36),
      resourceGroup: 'r'.repeat(40),
      workspace: 'w'.repeat(33),
      definition: 'm'.repeat(100),
    };
    assert.ok(sourceIdOf(type, long).length <= 256);
    assert.throws(() => sourceIdOf(type, { ...long, definition: 'm'.repeat(255) }), /longer than 256/);
  });
});
