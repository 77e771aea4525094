// Takes an ARM path apart: subscription, resource group, resource types and names, and a trailing action.

export interface ArmPath {
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  /** e.g. Microsoft.MachineLearningServices */
  readonly provider?: string;
  /** e.g. ['workspaces', 'models', 'versions'] */
  readonly types: readonly string[];
  /** Names as far as the path has them: one less than types when it ends with a type or an action. */
  readonly names: readonly string[];
}

export function parseArmPath(path: string): ArmPath {
  const segments = path.split('/').filter((segment) => segment !== '');
  const lower = segments.map((segment) => segment.toLowerCase());
  const after = (name: string, from = 0): string | undefined => {
    const index = lower.indexOf(name, from);
    return index === -1 ? undefined : segments[index + 1];
  };
  const subscriptionId = lower[0] === 'subscriptions' ? segments[1] : undefined;
  const resourceGroup = lower[2] === 'resourcegroups' ? segments[3] : undefined;
  const providers = lower.indexOf('providers');
  const rest = providers === -1 ? [] : segments.slice(providers + 2);
  const provider = after('providers');
  return {
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(provider === undefined ? {} : { provider }),
    types: rest.filter((_, index) => index % 2 === 0),
    names: rest.filter((_, index) => index % 2 === 1),
  };
}

const verbs: Readonly<Record<string, string>> = {
  GET: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/** The permission that `method` on `path` needs, e.g. Microsoft.MachineLearningServices/workspaces/models/read. */
export function actionOf(method: string, path: string): string {
  const { provider, types } = parseArmPath(path);
  const resource = provider
    ? [provider, ...types].join('/')
    : `Microsoft.Resources/subscriptions${/\/resourcegroups/i.test(path) ? '/resourceGroups' : ''}`;
  return `${resource}/${method === 'POST' ? 'action' : (verbs[method] ?? method.toLowerCase())}`;
}
