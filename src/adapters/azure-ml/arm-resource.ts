// How a message names an ARM resource: by the part of its path that a person knows.

/** `workspaces/prod/models/fraud` for any ARM path or URL of it; the query is left out, it may hold a signature. */
export function resourceName(pathOrUrl: string): string {
  const path = pathOrUrl.replace(/^https?:\/\/[^/]+/i, '').split('?', 1)[0] ?? '';
  const known =
    /\/providers\/Microsoft\.MachineLearningServices\/(.+)$/i.exec(path)?.[1] ?? path.replace(/^\//, '');
  try {
    return decodeURIComponent(known);
  } catch {
    return known;
  }
}

/** The workspace that a path lies in; absent if it lies in none. */
export function workspaceInPath(path: string): { resourceGroup: string; workspace: string } | undefined {
  const found = /\/resourceGroups\/([^/?]+)\/providers\/[^/]+\/workspaces\/([^/?]+)/i.exec(path);
  const [, resourceGroup, workspace] = found ?? [];
  return resourceGroup === undefined || workspace === undefined
    ? undefined
    : { resourceGroup: decodeURIComponent(resourceGroup), workspace: decodeURIComponent(workspace) };
}
