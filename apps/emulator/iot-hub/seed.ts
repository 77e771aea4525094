// What the hub begins with: three IoT Edge devices, and the base deployment that every layer lies upon.
import type { Properties } from './twin.ts';
import type { RegistryCredentials } from './module-runner.ts';

export interface SeededDevice {
  readonly id: string;
  readonly tags: Properties;
}

export const seededDevices: readonly SeededDevice[] = [
  { id: 'edge-1', tags: { environment: 'production', location: { plant: 'north' } } },
  { id: 'edge-2', tags: { environment: 'production', location: { plant: 'south' } } },
  { id: 'edge-3', tags: { environment: 'test', location: { plant: 'north' } } },
];

const systemModule = (name: string) => ({
  type: 'docker',
  settings: { image: `mcr.microsoft.com/azureiotedge-${name}:1.5`, createOptions: '{}' },
});

/** The body of the configuration that every IoT Edge device gets. */
export function baseDeployment(credentials: readonly RegistryCredentials[]): object {
  const registries = credentials.map((one, index) => [`registry${index + 1}`, one]);
  return {
    id: 'edge-base',
    schemaVersion: '1.0',
    labels: {},
    targetCondition: '*',
    priority: 0,
    content: {
      modulesContent: {
        $edgeAgent: {
          'properties.desired': {
            schemaVersion: '1.1',
            runtime: {
              type: 'docker',
              settings: {
                minDockerVersion: 'v1.25',
                registryCredentials: Object.fromEntries(registries) as object,
              },
            },
            systemModules: {
              edgeAgent: systemModule('agent'),
              edgeHub: { ...systemModule('hub'), status: 'running', restartPolicy: 'always' },
            },
            modules: {},
          },
        },
        $edgeHub: {
          'properties.desired': {
            schemaVersion: '1.1',
            routes: {},
            storeAndForwardConfiguration: { timeToLiveSecs: 7200 },
          },
        },
      },
    },
  };
}
