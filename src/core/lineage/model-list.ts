// The model versions of one deployment in one tag: `fraud:7, limits:2@shared-models`.
import type { DeployedModel } from './model-use.ts';
import type { ModelVersion } from '../model/version.ts';

/** What an IoT Hub keeps of one label; the other systems keep more. */
const longest = 128;
const separator = ', ';
/** Says that there were more. */
const cut = '...';

const inRegistry = /\/registries\/([^/]+)\/models\//i;

function printModel({ model, version, id }: Pick<ModelVersion, 'model' | 'version' | 'id'>): string {
  const [, registry] = inRegistry.exec(id) ?? [];
  return `${model}:${version}${registry === undefined ? '' : `@${registry}`}`;
}

/** As many as fit, each of them whole. */
export function printModels(models: readonly Pick<ModelVersion, 'model' | 'version' | 'id'>[]): string {
  const all = models.map(printModel);
  for (let count = all.length; count >= 0; count -= 1) {
    const text = [...all.slice(0, count), ...(count < all.length ? [cut] : [])].join(separator);
    if (text.length <= longest) return text;
  }
  return cut;
}

export interface ListedModels {
  readonly models: readonly DeployedModel[];
  /** More than are listed: which ones, nobody wrote down. */
  readonly hasMore: boolean;
}

/** What somebody else wrote there is no model. */
export function readModels(text: string): ListedModels {
  const items = text.split(',').map((item) => item.trim());
  const models = items.flatMap((item): readonly DeployedModel[] => {
    const [, model, version, registry] =
      /^([a-z0-9][\w.-]*):([a-z0-9][\w.-]*)(?:@([\w.-]+))?$/i.exec(item) ?? [];
    if (model === undefined || version === undefined) return [];
    return [registry === undefined ? { model, version } : { model, version, registry }];
  });
  return { models, hasMore: items.includes(cut) };
}
