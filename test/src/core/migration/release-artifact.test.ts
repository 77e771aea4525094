import assert from 'node:assert/strict';
import { migrateText } from '../../../../src/core/migration/migrate-text.ts';
import type { MigrationOptions } from '../../../../src/core/migration/options.ts';
import { sourceIdentity } from '../../../../src/core/migration/source-identity.ts';
import { connectionId, retiredArtifact } from './support/classic.ts';
import { questions } from './support/context.ts';
import { type Definition, artifactType, given, place, run } from './support/run-classic.ts';

describe('src/core/migration/release-artifact.ts', () => {
  it('turns the artifact into one of ours, with the source id that our contribution gives it', () => {
    const { artifact, entries } = run(given([retiredArtifact('_fraud')]));
    assert.equal(artifact?.['type'], artifactType.name);
    assert.equal(
      artifact['sourceId'],
      sourceIdentity(artifactType.uniqueSourceIdentifier, {
        connection: connectionId,
        subscription: '1-1',
        resourceGroup: 'ml',
        workspace: 'prod',
        definition: 'fraud',
      }),
    );
    assert.deepEqual(artifact['definitionReference'], {
      ...artifactType.presets,
      connection: { id: connectionId, name: 'ml' },
      subscription: { id: '1-1', name: '1-1' },
      resourceGroup: { id: 'ml', name: 'ml' },
      workspace: { id: 'prod', name: 'prod' },
      definition: { id: 'fraud', name: 'fraud' },
      defaultVersionType: { id: 'latestType', name: artifactType.versionTypes['latestType'] },
    });
    assert.equal(artifact['alias'], '_fraud');
    assert.equal(artifact['isPrimary'], true);
    assert.deepEqual(questions(entries), []);
  });

  it('keeps a specific version, and drops links that the server makes', () => {
    const { artifact } = run(
      given([
        retiredArtifact('_f', {
          defaultVersionType: { id: 'specificVersionType', name: 'old text' },
          defaultVersionSpecific: { id: '7', name: '7' },
          artifactSourceDefinitionUrl: { id: 'https://old', name: '' },
        }),
      ]),
    );
    const reference = artifact?.definitionReference ?? {};
    assert.deepEqual(reference['defaultVersionSpecific'], { id: '7', name: '7' });
    assert.equal(reference['defaultVersionType']?.name, artifactType.versionTypes['specificVersionType']);
    assert.equal('artifactSourceDefinitionUrl' in reference, false);
  });

  it('leaves a marked question for what the file does not say, and fills it in a later run', () => {
    const first = run(given([retiredArtifact('_fraud')]), {});
    assert.equal(first.artifact?.definitionReference['workspace']?.id, '??? workspace ???');
    assert.deepEqual(questions(first.entries), [
      'subscription is open',
      'resourceGroup is open',
      'workspace is open',
    ]);
    const again = run(first.after, {});
    assert.equal(again.text, again.before);
    assert.deepEqual(questions(again.entries), [
      'subscription is open',
      'resourceGroup is open',
      'workspace is open',
    ]);
    const answered = run(first.after, place);
    assert.deepEqual(answered.after, run(given([retiredArtifact('_fraud')]), place).after);
    assert.deepEqual(questions(answered.entries), []);
  });

  it('asks about several models in one artifact and about a version type that is not known', () => {
    const { entries } = run(
      given([
        retiredArtifact('_f', {
          definition: { id: 'a,b', name: 'a,b' },
          defaultVersionType: { id: 'latestFromBranchType', name: '' },
        }),
      ]),
    );
    assert.deepEqual(questions(entries), [
      "the artifact names several models: 'a,b'",
      "defaultVersionType is 'latestFromBranchType'",
    ]);
  });

  it('gives inputs that the retired type did not have what the artifact source presets', () => {
    const { artifact } = run(given([retiredArtifact('_f')]));
    for (const [input, preset] of Object.entries(artifactType.presets)) {
      assert.deepEqual(artifact?.definitionReference[input], preset);
    }
  });

  it('asks for the relay of an artifact with a trigger, and takes it from the options', () => {
    const definition = given([retiredArtifact('_a'), retiredArtifact('_b')]);
    const relayed = (options: MigrationOptions) =>
      migrateText(
        JSON.stringify(definition),
        { options, artifactType: { ...artifactType, needsRelay: true } },
        'release.json',
      );
    const relays = (options: MigrationOptions) =>
      (JSON.parse(relayed(options).text) as Definition).artifacts.map(
        ({ definitionReference: { relayUrl } }) => relayUrl?.id,
      );
    assert.deepEqual(relays(place), ['??? relay address ???', undefined]);
    const relayUrl = 'https://relay.contoso.com/events';
    assert.deepEqual(relays({ ...place, relayUrl }), [relayUrl, undefined]);
    assert.deepEqual(questions(relayed(place).entries), ['relayUrl is open']);
  });

  it('asks for no relay where the artifact type needs none', () => {
    const context = { options: place, artifactType: { ...artifactType, needsRelay: false, presets: {} } };
    const { text, entries } = migrateText(
      JSON.stringify(given([retiredArtifact('_a')])),
      context,
      'release.json',
    );
    assert.equal(text.includes('relayUrl'), false);
    assert.deepEqual(questions(entries), []);
    assert.ok(entries.some(({ what, why }) => what === "the trigger on '_a'" && why.includes('the watcher')));
  });
});
