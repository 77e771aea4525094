// Which api-versions the emulated providers accept.
import { armErrors } from './arm-error.ts';
import type { ArmPath } from './arm-path.ts';

/** Of Microsoft.MachineLearningServices: the package's default, the described one, and the newest stable one. */
const machineLearningVersions: readonly string[] = ['2022-10-01', '2024-04-01', '2026-05-01'];

/** Registries are younger than the first of them. */
const registryVersions = machineLearningVersions.filter((version) => version >= '2023-04-01');

/** The status of long-running operations is versioned apart, as in Azure: follow its address verbatim. */
export const operationStatusVersion = '2022-02-01-preview';

/** Of Microsoft.EventGrid: the last stable ones that know event subscriptions of any resource. */
const eventGridVersions: readonly string[] = ['2022-06-15', '2025-02-15'];

/** Of Microsoft.ContainerInstance; operations in a location have one of their own. */
const containerInstanceVersions: readonly string[] = ['2023-05-01'];
export const containerOperationVersion = '2018-06-01';

/** Of Microsoft.ContainerRegistry: Tasks have never left the preview. */
const containerRegistryVersions: readonly string[] = ['2022-12-01', '2023-07-01'];
const registryTasksVersions: readonly string[] = ['2019-06-01-preview'];
const registryTasks = /^(listBuildSourceUploadUrl|scheduleRun|runs)$/i;

/** Of Microsoft.Insights: the official client of autoscale settings asks with the oldest one. */
const autoscaleVersions: readonly string[] = ['2015-04-01', '2022-10-01'];
const componentVersions: readonly string[] = ['2015-05-01', '2020-02-02'];
const metricsVersions: readonly string[] = ['2018-01-01', '2019-07-01', '2023-10-01'];

const insightsVersions: Readonly<Record<string, readonly string[]>> = {
  autoscalesettings: autoscaleVersions,
  components: componentVersions,
};

/** What a provider other than Azure Machine Learning supports; undefined for one that the stack does not know. */
function versionsOf(path: ArmPath): readonly string[] | undefined {
  const [first = '', second = ''] = path.types;
  switch ((path.provider ?? '').toLowerCase()) {
    case 'microsoft.eventgrid':
      return eventGridVersions;
    case 'microsoft.containerinstance':
      return first.toLowerCase() === 'locations' ? [containerOperationVersion] : containerInstanceVersions;
    case 'microsoft.containerregistry':
      return registryTasks.test(second) ? registryTasksVersions : containerRegistryVersions;
    case 'microsoft.insights':
      return insightsVersions[first.toLowerCase()] ?? metricsVersions;
    default:
      return undefined;
  }
}

/** Of Microsoft.Resources (subscriptions and resource groups). */
const resourcesVersions: readonly string[] = [
  '2016-06-01',
  '2018-02-01',
  '2019-06-01',
  '2020-01-01',
  '2021-01-01',
  '2021-04-01',
  '2022-09-01',
  '2022-12-01',
  '2024-03-01',
  '2024-11-01',
];

/**
 * Lets a supported api-version pass.
 *
 * @throws ArmError 400 when it is missing or unknown
 */
export function checkApiVersion(version: string | undefined, path: ArmPath, location: string): string {
  if (!version) throw armErrors.missingApiVersion();
  if (!path.provider) {
    if (!resourcesVersions.includes(version)) throw armErrors.invalidApiVersion(version, resourcesVersions);
    return version;
  }
  const others = versionsOf(path);
  if (others) {
    if (!others.includes(version))
      throw armErrors.noRegisteredProvider(location, version, path.types.join('/'), others);
    return version;
  }
  const status = path.types.some((type) => /^(mfe|compute)Operation(sStatus|Results)$/i.test(type));
  const ofRegistry = path.types[0]?.toLowerCase() === 'registries';
  const described = ofRegistry ? registryVersions : machineLearningVersions;
  // The official client puts its own version into every address, those of operations too, and follows them on Azure.
  const supported = status ? [operationStatusVersion, ...machineLearningVersions] : described;
  if (!supported.includes(version))
    throw armErrors.noRegisteredProvider(location, version, path.types.join('/'), supported);
  return version;
}
