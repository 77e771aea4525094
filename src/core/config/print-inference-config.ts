// An inference config as a file again: in the words of the newest generation, or of the first where only that one has them.
import { stringify } from 'yaml';
import { given } from '../given.ts';
import { defaultImage, type DefinedEnvironment } from './environment-source.ts';
import type { InferenceConfig } from './inference-config.ts';

/** A name alone would mean a registered environment. */
const isNameAlone = ({ name, dockerfile, condaFile, condaDependencies }: DefinedEnvironment): boolean =>
  name !== undefined &&
  dockerfile === undefined &&
  condaFile === undefined &&
  condaDependencies === undefined;

const baseImage = (environment: DefinedEnvironment): string | undefined =>
  environment.image !== defaultImage || isNameAlone(environment) ? environment.image : undefined;

/** The keys that exclude an environment object. */
const legacyKeys = (environment: DefinedEnvironment): object =>
  given({
    condaFile: environment.condaFile,
    extraDockerfileSteps: environment.extraDockerfileSteps,
    enableGpu: environment.gpu,
    baseImage: baseImage(environment),
    baseImageRegistry: environment.registry,
  });

function environmentObject(environment: DefinedEnvironment): object {
  const { name, condaFile, condaDependencies, dockerfile, registry, shmSize, addServer } = environment;
  const baseDockerfile = dockerfile && ('text' in dockerfile ? dockerfile.text : dockerfile.path);
  const docker = given({
    baseImage: dockerfile ? undefined : baseImage(environment),
    baseDockerfile,
    baseImageRegistry: registry,
    shmSize,
  });
  return given({
    name,
    python: given({ condaDependenciesFile: condaFile, condaDependencies }),
    docker,
    inferencingStackVersion: addServer && 'latest',
  });
}

/** A YAML file that is read as the same config. */
export function printInferenceConfig(config: InferenceConfig): string {
  const { entryScript, sourceDirectory, description, environment, environmentVariables } = config;
  const common = given({ entryScript, sourceDirectory, description });
  if (environment.kind === 'defined' && (environment.gpu || environment.extraDockerfileSteps !== undefined))
    return stringify({ ...common, ...legacyKeys(environment) });
  const { kind, ...named } = environment;
  const object = kind === 'registered' ? named : environmentObject(environment);
  return stringify({ ...common, environment: { ...object, environmentVariables } });
}
