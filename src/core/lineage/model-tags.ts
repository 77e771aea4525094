// What a deployment's tags say about the model versions in it, so that its origin can be read where it runs.
import type { ModelVersion } from '../model-version.ts';
import { lineageTags, tagsOf } from './lineage-tags.ts';

/** A promoted version carries the training run of where it came from: the job itself is in that workspace only. */
const runOf = ({ jobName, properties }: ModelVersion): string =>
  jobName ?? properties[lineageTags.trainingRun] ?? '';

export function modelTags(models: readonly ModelVersion[]): Record<string, string> {
  const listed = (texts: readonly string[]) => texts.filter((text) => text !== '').join(', ');
  return tagsOf({
    model: listed(models.map(({ model, version }) => `${model}:${version}`)),
    trainingRun: listed(models.map(runOf)),
    promotedFrom: listed(models.map(({ properties }) => properties[lineageTags.promotedFrom] ?? '')),
  });
}
