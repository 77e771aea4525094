// Where the packages of a scoring container come from: the one meaning of the environment keys of all generations.
import { given } from '../given.ts';
import { isReservedName, type EnvironmentObject } from './environment-object.ts';
import { conflictingKeys, invalidKey, type Origin } from './origin.ts';

/** Of a private registry; the password is a secret. */
export interface RegistryAccess {
  readonly address: string;
  readonly username?: string;
  readonly password?: string;
}

export interface DefinedEnvironment {
  readonly kind: 'defined';
  readonly name?: string;
  readonly image: string;
  /** Path of a Dockerfile, or its text: the image is built from it instead of being taken. */
  readonly dockerfile?: { readonly path: string } | { readonly text: string };
  readonly condaFile?: string;
  readonly condaDependencies?: Readonly<Record<string, unknown>>;
  /** Path of the steps that v1 appended to the Dockerfile. */
  readonly extraDockerfileSteps?: string;
  readonly registry?: RegistryAccess;
  /** Shared memory, e.g. `2g`. */
  readonly shmSize?: string;
  readonly gpu?: true;
  /** The inference server is added to an image of the user's own. */
  readonly addServer?: true;
}

/** Paths are relative to the source directory. */
export type EnvironmentSource =
  { readonly kind: 'registered'; readonly name: string; readonly version: string } | DefinedEnvironment;

interface LegacyOnly {
  readonly extraDockerfileSteps: string | null | undefined;
  readonly enableGpu: boolean | null | undefined;
}

// The image that Microsoft's own samples for online endpoints start from (azureml-examples, model-1).
export const defaultImage = 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest';

/** The SDK took both a path and a text; only a text has lines or begins like a Dockerfile. */
function dockerfileOf(value: string): { readonly path: string } | { readonly text: string } {
  return value.includes('\n') || /^\s*(?:from|arg|#)\b/i.test(value) || value.startsWith('#')
    ? { text: value }
    : { path: value };
}

type Docker = NonNullable<EnvironmentObject['docker']>;

function registryOf(docker: Docker, origin: Origin): RegistryAccess | undefined {
  const { address, username, password } = docker.baseImageRegistry ?? {};
  const key = 'baseImageRegistry' in origin.keys ? 'baseImageRegistry' : baseImageRegistryKey(origin);
  if (!address) {
    if (username || password) throw invalidKey(origin, `${key}.address`, 'is required');
    return undefined;
  }
  if (Boolean(username) !== Boolean(password))
    throw invalidKey(origin, key, 'username and password belong together');
  return { address, ...given({ username: username || undefined, password: password || undefined }) };
}

const baseImageRegistryKey = ({ keys }: Origin): string =>
  Object.keys(keys).some((key) => key.startsWith('environment.docker.'))
    ? 'environment.docker.baseImageRegistry'
    : 'baseImageRegistry';

/** An image of a private registry may be named with or without the registry's address. */
function withRegistry(image: string, registry: RegistryAccess | undefined): string {
  if (registry === undefined || image.startsWith(`${registry.address}/`)) return image;
  return `${registry.address}/${image}`;
}

/** @throws ConfigurationConflict, ConfigurationInvalid */
export function environmentOf(
  environment: EnvironmentObject,
  origin: Origin,
  legacy: LegacyOnly,
): EnvironmentSource {
  const { name, version, python } = environment;
  const docker = environment.docker ?? {};
  const { baseImage, baseDockerfile } = docker;
  const conda = python?.userManagedDependencies === true ? {} : (python ?? {});
  const { condaDependenciesFile: condaFile, condaDependencies } = conda;
  if (baseImage && baseDockerfile)
    throw conflictingKeys(origin, 'environment.docker.baseImage', 'environment.docker.baseDockerfile');
  if (condaFile && condaDependencies)
    throw conflictingKeys(
      origin,
      'environment.python.condaDependenciesFile',
      'environment.python.condaDependencies',
    );
  const isDefined = baseImage ?? baseDockerfile ?? condaFile ?? condaDependencies ?? false;
  if (name && !isDefined) return { kind: 'registered', name, version: version ?? 'latest' };
  if (name && isReservedName(name))
    throw invalidKey(
      origin,
      'environment.name',
      "names that begin with 'Microsoft' or 'AzureML' are reserved",
    );
  const registry = registryOf(docker, origin);
  const addServer = environment.inferencingStackVersion === 'latest' || undefined;
  return {
    kind: 'defined',
    image: baseImage ? withRegistry(baseImage, registry) : defaultImage,
    ...given({
      name,
      condaFile,
      condaDependencies,
      dockerfile: baseDockerfile ? dockerfileOf(baseDockerfile) : undefined,
      extraDockerfileSteps: legacy.extraDockerfileSteps,
      registry,
      shmSize: docker.shmSize,
      gpu: legacy.enableGpu === true ? (true as const) : undefined,
      addServer,
    }),
  };
}
