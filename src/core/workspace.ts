// Which workspace: the three names that address it in Azure Resource Manager.

export interface Workspace {
  /** Absent, which tells a workspace from a registry where either is meant. */
  readonly kind?: never;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** The ARM path of a workspace, without a trailing slash. */
export function workspacePath({ subscriptionId, resourceGroup, name }: Workspace): string {
  return (
    `/subscriptions/${encodeURIComponent(subscriptionId)}/resourceGroups/${encodeURIComponent(resourceGroup)}` +
    `/providers/Microsoft.MachineLearningServices/workspaces/${encodeURIComponent(name)}`
  );
}
