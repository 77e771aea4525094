import assert from 'node:assert/strict';
import { lineageInWords, tagsOf, withLineage } from '../../../../src/core/lineage/lineage-tags.ts';
import { agentVariable, pipelineTags } from '../../../../src/core/lineage/pipeline-facts.ts';

describe('src/core/lineage/lineage-tags.ts', () => {
  it('leaves out what is not known, and cuts what ARM would refuse', () => {
    assert.deepEqual(tagsOf({ release: 'R', stage: ' ', commit: undefined }), {
      'azureml-release.release': 'R',
    });
    assert.equal(tagsOf({ run: 'x'.repeat(300) })['azureml-release.run']?.length, 256);
  });

  it('says in one line who put something there', () => {
    const tags = tagsOf({
      release: 'Release-12',
      stage: 'Production',
      trainingRun: 'brave_fox',
      model: 'fraud:7',
    });
    assert.equal(lineageInWords(tags), 'release Release-12, stage Production, training run brave_fox');
    assert.equal(lineageInWords({ team: 'ml' }), undefined);
  });

  it("replaces another one's lineage as a whole, and nobody's by nothing", () => {
    const before = { team: 'ml', ...tagsOf({ release: 'Release-11', commit: 'old' }) };
    const now = tagsOf({ release: 'Release-12' });
    assert.deepEqual(withLineage(before, now), { team: 'ml', ...now });
    assert.deepEqual(withLineage(before, {}), before);
  });

  it('reads the variables of a pipeline under the names that programs get them by', () => {
    const environment: Readonly<Record<string, string>> = { BUILD_SOURCEVERSION: '1a2b3c' };
    assert.deepEqual(
      pipelineTags((name) => environment[agentVariable(name)]),
      { 'azureml-release.commit': '1a2b3c' },
    );
  });
});
