// How a message names an ARM resource: by the part of its path that a person knows.

import type { ModelSource } from '../../../core/model/source.ts';

/** `workspaces/prod/models/fraud`, or `Microsoft.ContainerInstance/containerGroups/fraud`, for any ARM path or URL of it; the query is left out, it may hold a signature. */
export function resourceName(pathOrUrl: string): string {
  const path = pathOrUrl.replace(/^https?:\/\/[^/]+/i, '').split('?', 1)[0] ?? '';
  const known =
    /\/providers\/Microsoft\.MachineLearningServices\/(.+)$/i.exec(path)?.[1] ??
    /\/providers\/(Microsoft\.[^/]+\/.+)$/i.exec(path)?.[1] ??
    path.replace(/^\//, '');
  try {
    return decodeURIComponent(known);
  } catch {
    return known;
  }
}

/** What names a source in a message: its kind is absent for a workspace. */
export type NamedSource = Pick<ModelSource, 'kind' | 'resourceGroup' | 'name'>;

/** The workspace or registry that a path lies in; absent if it lies in none. */
export function sourceInPath(path: string): NamedSource | undefined {
  const found = /\/resourceGroups\/([^/?]+)\/providers\/[^/]+\/(workspaces|registries)\/([^/?]+)/i.exec(path);
  const [, resourceGroup, segment, name] = found ?? [];
  if (resourceGroup === undefined || segment === undefined || name === undefined) return undefined;
  return {
    ...(segment.toLowerCase() === 'registries' ? { kind: 'registry' } : {}),
    resourceGroup: decodeURIComponent(resourceGroup),
    name: decodeURIComponent(name),
  };
}
