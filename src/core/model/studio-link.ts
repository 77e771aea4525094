// Where a person looks at a model version.
import { isRegistry } from './source.ts';
import type { Watch } from '../watch/watch.ts';
import { workspacePath } from '../workspace.ts';

/** The address of a model version's page in Azure Machine Learning studio. */
export function studioLink({ source, model }: Pick<Watch, 'source' | 'model'>, version: string): string {
  const [name, number] = [model, version].map(encodeURIComponent);
  return isRegistry(source)
    ? `https://ml.azure.com/registries/${encodeURIComponent(source.name)}/models/${name}/version/${number}`
    : `https://ml.azure.com/model/${name}:${number}/details?wsid=${workspacePath(source)}`;
}
