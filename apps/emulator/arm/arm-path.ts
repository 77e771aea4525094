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

/** Where the last provider begins: a resource can carry resources of another provider (event subscriptions). */
function lastProviders(segments: readonly string[]): number {
  let at = segments.indexOf('providers');
  // Past the provider's name types and names take turns: `providers` in the place of a type begins the next one.
  for (let index = at + 2; at !== -1 && index < segments.length; index += 2)
    if (segments[index] === 'providers') at = index;
  return at;
}

export function parseArmPath(path: string): ArmPath {
  const segments = path.split('/').filter((segment) => segment !== '');
  const lower = segments.map((segment) => segment.toLowerCase());
  const subscriptionId = lower[0] === 'subscriptions' ? segments[1] : undefined;
  const resourceGroup = lower[2] === 'resourcegroups' ? segments[3] : undefined;
  const providers = lastProviders(lower);
  const rest = providers === -1 ? [] : segments.slice(providers + 2);
  const provider = providers === -1 ? undefined : segments[providers + 1];
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
