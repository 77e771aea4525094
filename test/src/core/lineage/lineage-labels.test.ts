import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { lineageLabels, tagsFromLabels } from '../../../../src/core/lineage/lineage-labels.ts';
import { lineageTags } from '../../../../src/core/lineage/lineage-tags.ts';

/** What a hub takes, as name and as value. */
const label = /^[A-Za-z0-9\-:.+%_#*?!(),=@;']{1,128}$/;

describe('src/core/lineage/lineage-labels.ts', () => {
  it('writes what a hub takes, and reads the very tags again', () => {
    const tags = fc.dictionary(
      fc.constantFrom(...Object.values(lineageTags)),
      fc.string({ minLength: 1, maxLength: 256, unit: 'grapheme' }).filter((text) => text.length <= 256),
    );
    fc.assert(
      fc.property(tags, (lineage) => {
        const labels = lineageLabels(lineage);
        for (const part of Object.entries(labels).flat()) assert.match(part, label);
        assert.deepEqual({ ...tagsFromLabels(labels) }, { ...lineage });
      }),
    );
  });

  it('keeps an address whole that is longer than a label', () => {
    const releaseUrl = `https://dev.azure.com/contoso/${'p'.repeat(120)}/_release?releaseId=5`;
    const labels = lineageLabels({ [lineageTags.releaseUrl]: releaseUrl });
    assert.deepEqual(Object.keys(labels), ['azureml-release-releaseUrl', 'azureml-release-releaseUrl-2']);
    assert.equal(tagsFromLabels(labels)[lineageTags.releaseUrl], releaseUrl);
  });

  it('leaves labels of others as they are, and reads a percent sign that is no code', () => {
    assert.deepEqual(tagsFromLabels({ team: '90%', 'azureml-release-stage': '90%' }), {
      team: '90%',
      'azureml-release.stage': '90%',
    });
  });

  it('writes half a character as an underscore, where a long text was cut', () => {
    assert.deepEqual(lineageLabels({ [lineageTags.stage]: 'a\ud83d' }), { 'azureml-release-stage': 'a_' });
  });
});
