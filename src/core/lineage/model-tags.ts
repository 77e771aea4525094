// What a deployment's tags say about the model versions in it, so that its origin can be read where it runs.
import type { ModelVersion } from '../model/version.ts';
import type { Workspace } from '../workspace.ts';
import { lineageTags, tagsOf } from './lineage-tags.ts';
import { printModels } from './model-list.ts';

/** A promoted version carries the training run of where it came from: the job itself is in that workspace only. */
const runOf = ({ jobName, properties }: ModelVersion): string =>
  jobName ?? properties[lineageTags.trainingRun] ?? '';

/** @param workspace that the models are deployed for: a machine or a hub serves several, in which a name means different models */
export function modelTags(models: readonly ModelVersion[], workspace: Workspace): Record<string, string> {
  const listed = (texts: readonly string[]) => texts.filter((text) => text !== '').join(', ');
  return tagsOf({
    model: printModels(models),
    workspace: workspace.name,
    trainingRun: listed(models.map(runOf)),
    promotedFrom: listed(models.map(({ properties }) => properties[lineageTags.promotedFrom] ?? '')),
  });
}
