// Every target writes the same lineage onto what it makes, in the words that "where" reads.
import assert from 'node:assert/strict';
import { targets, type Target } from '../../../../src/core/config/target.ts';
import { tagsFromLabels } from '../../../../src/core/lineage/lineage-labels.ts';
import { factsOf, lineageTags } from '../../../../src/core/lineage/lineage-tags.ts';
import { modelTags } from '../../../../src/core/lineage/model-tags.ts';
import { pipelineTags } from '../../../../src/core/lineage/pipeline-facts.ts';
import { makePlan } from '../../../../src/core/plan/make-plan.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import { model, nothingThere, planInput, smallest, workspace } from './support/plan-input.ts';

const promoted = {
  ...model(),
  properties: {
    [lineageTags.trainingRun]: 'brave_fox',
    [lineageTags.promotedFrom]: model().id.replace('prod', 'dev'),
  },
};
const variables: Readonly<Record<string, string>> = {
  'Release.ReleaseName': 'Release 12',
  'Release.ReleaseWebURL': 'https://dev.azure.com/contoso/fraud/_release?releaseId=12&_a=release-summary',
  'Release.EnvironmentName': 'Production',
  'Build.BuildNumber': '20261121.3',
  'Build.SourceVersion': '1a2b3c4d',
};
const lineage = { ...modelTags([promoted], workspace), ...pipelineTags((name) => variables[name]) };

/** The tags of what a target makes, wherever its requests have them. */
const written: Readonly<Record<Target, { readonly kind: string; readonly member: string }>> = {
  managed: { kind: 'create-deployment', member: 'tags' },
  kubernetes: { kind: 'create-deployment', member: 'tags' },
  batch: { kind: 'create-deployment', member: 'tags' },
  aci: { kind: 'create-container-group', member: 'tags' },
  local: { kind: 'create-candidate', member: 'Labels' },
  iotedge: { kind: 'put-edge-configuration', member: 'labels' },
};

function tagsIn(plan: Plan, { kind, member }: { readonly kind: string; readonly member: string }) {
  const step = plan.steps.find((one) => one.kind === kind);
  assert.ok(step, plan.steps.map((one) => one.kind).join(', '));
  return Reflect.get(step.request.body ?? {}, member) as Record<string, string>;
}

describe('lineage', () => {
  const facts = factsOf(lineage);

  it('knows release, stage, run, commit, model, workspace, training run and origin', () => {
    assert.deepEqual(Object.keys(facts).toSorted(), Object.keys(lineageTags).toSorted());
  });

  for (const target of targets)
    it(`stands whole on what ${target} makes, and decides nothing about its content`, () => {
      const input = { ...planInput({ deployment: smallest[target], models: [promoted] }), lineage };
      const tags = tagsIn(makePlan(input, nothingThere), written[target]);
      assert.deepEqual(factsOf(target === 'iotedge' ? tagsFromLabels(tags) : tags), facts);
      const other = { ...input, lineage: { [lineageTags.release]: 'Release 13' } };
      assert.equal(makePlan(input, nothingThere).deployment, makePlan(other, nothingThere).deployment);
    });

  for (const target of ['aci', 'iotedge'] as const)
    it(`names the models in the image that ${target} runs, and not who made it first`, () => {
      const input = { ...planInput({ deployment: smallest[target], models: [promoted] }), lineage };
      const [context] = makePlan(input, nothingThere).steps.filter(({ kind }) => kind === 'upload-context');
      const [dockerfile] = (context?.files ?? []).filter(({ path }) => path === 'Dockerfile');
      assert.ok(dockerfile !== undefined && 'text' in dockerfile);
      assert.match(dockerfile.text, /^LABEL azureml-release\.model="fraud:7"$/m);
      assert.match(dockerfile.text, /^LABEL azureml-release\.trainingRun="brave_fox"$/m);
      assert.doesNotMatch(dockerfile.text, /Release 12/);
    });
});
