// What Azure has and this emulator has not: such calls are answered with 501 rather than "no such thing".
import { parseArmPath } from './arm-path.ts';

/** Types under a workspace in the official description of 2024-04-01 that are not emulated. */
const workspaceTypes = new Set(
  [
    'components',
    'connections',
    'data',
    'featuresets',
    'featurestoreEntities',
    'features',
    'listWorkspaceKeys',
    'marketplaceSubscriptions',
    'outboundNetworkDependenciesEndpoints',
    'outboundRules',
    'privateEndpointConnections',
    'privateLinkResources',
    'schedules',
    'serverlessEndpoints',
  ].map((name) => name.toLowerCase()),
);

/** The same under a registry. */
const registryTypes = new Set(['codes', 'components', 'data', 'environments', 'removeregions']);

/** Whether `method` on `path` exists in Azure. */
export function isDescribedElsewhere(method: string, path: string): boolean {
  const { provider, types } = parseArmPath(path);
  if (provider === undefined) return false;
  if (provider.toLowerCase() !== 'microsoft.machinelearningservices') return true;
  const [first = '', second = '', third = '', fourth = ''] = types.map((type) => type.toLowerCase());
  if (first === 'locations') return true;
  if (first === 'registries') return second === '' || registryTypes.has(second);
  if (first !== 'workspaces') return false;
  // Datastores are given; only reading them is emulated.
  if (second === 'datastores' && types.length === 2 && ['PUT', 'DELETE'].includes(method)) return true;
  // Any other job, and deleting one.
  if (second === 'jobs' && ['PUT', 'DELETE'].includes(method)) return true;
  // Nodes, keys, start and stop of a compute.
  if (second === 'computes' && third !== '') return true;
  // `publish` (to a registry) is the one action of the emulated assets that is missing; PUT of a workspace likewise.
  return second === '' || workspaceTypes.has(second) || third === 'publish' || fourth === 'publish';
}
