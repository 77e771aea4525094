import assert from 'node:assert/strict';
import { readArtifactType } from '../../../../apps/cli/migrate/artifact-type.ts';

describe('apps/cli/migrate/artifact-type.ts', () => {
  it('reads name, identity and version types from the contribution', () => {
    const { name, uniqueSourceIdentifier, versionTypes } = readArtifactType();
    assert.equal(name, 'AzureMLModelRelease');
    assert.ok(uniqueSourceIdentifier.endsWith('{{definition}}'));
    assert.deepEqual(
      ['latestType', 'specificVersionType', 'selectDuringReleaseCreationType'].filter(
        (type) => !(type in versionTypes),
      ),
      [],
    );
  });
});
