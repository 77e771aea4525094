// One golden case for every key of an inference config.
import { defaultImage, type EnvironmentSource } from '../../../../../src/core/config/environment-source.ts';
import type { InferenceConfig } from '../../../../../src/core/config/inference-config.ts';
import type { File } from '../../plan/support/plan-input.ts';
import { flagCase, textCase, type Golden } from './golden.ts';

interface InferenceGolden extends Golden {
  /** What it changes; keys that are only judged once the target is known change nothing yet. */
  readonly reads?: Partial<Omit<InferenceConfig, 'origin'>>;
}

const environment = (parts: object): { reads: { environment: EnvironmentSource } } => ({
  reads: { environment: { kind: 'defined', image: defaultImage, ...parts } },
});

type More = Pick<InferenceGolden, 'needs' | 'reads'>;

const text = (value: string, more: More = {}): InferenceGolden => textCase(value, more);
const anyText = (value: string, more: More = {}): InferenceGolden => ({
  value,
  bad: [5, 'expected string'],
  ...more,
});
const flag = (value: boolean, more: More = {}): InferenceGolden => flagCase(value, more);
const list: InferenceGolden = { value: ['x'], bad: ['x', 'expected array'] };

const ownImage: File = { baseImage: 'own:1' };
const access = { address: 'a.azurecr.io', username: 'u', password: 'p' };
const fromRegistry = (change: object) =>
  environment({ image: 'a.azurecr.io/own:1', registry: { ...access, ...change } });

/** The image of a private registry, below `environment.docker` or at the root. */
function registry(path: string, beside: (parts: File) => File): Readonly<Record<string, InferenceGolden>> {
  const needs = (registryParts: object) => ({
    needs: beside({ ...ownImage, baseImageRegistry: registryParts }),
  });
  return {
    [`${path}.address`]: text('b.azurecr.io', {
      ...needs({}),
      ...environment({ image: 'b.azurecr.io/own:1', registry: { address: 'b.azurecr.io' } }),
    }),
    [`${path}.username`]: anyText('user', { ...needs(access), ...fromRegistry({ username: 'user' }) }),
    [`${path}.password`]: anyText('secret', { ...needs(access), ...fromRegistry({ password: 'secret' }) }),
  };
}

export const inferenceGolden: Readonly<Record<string, InferenceGolden>> = {
  entryScript: text('other.py', { reads: { entryScript: 'other.py' } }),
  sourceDirectory: text('src', { reads: { sourceDirectory: 'src' } }),
  runtime: { value: 'Python-Slim', bad: ['ruby', 'expected one of'] },
  condaFile: text('conda.yml', environment({ condaFile: 'conda.yml' })),
  extraDockerfileSteps: text('steps', environment({ extraDockerfileSteps: 'steps' })),
  extraDockerFileSteps: text('other-steps', environment({ extraDockerfileSteps: 'other-steps' })),
  enableGpu: flag(true, environment({ gpu: true })),
  cudaVersion: { value: '10.0', bad: ['11.0', 'expected one of'] },
  baseImage: text('own:1', environment({ image: 'own:1' })),
  ...registry('baseImageRegistry', (parts) => parts),
  description: anyText('', { reads: { description: '' } }),
  'environment.name': text('fraud-env', {
    reads: { environment: { kind: 'registered', name: 'fraud-env', version: 'latest' } },
  }),
  'environment.version': {
    value: 3,
    bad: ['', 'must not be empty'],
    needs: { environment: { name: 'fraud-env' } },
    reads: { environment: { kind: 'registered', name: 'fraud-env', version: '3' } },
  },
  'environment.environmentVariables': {
    value: { A: 'b' },
    bad: [{ A: 1 }, 'expected string'],
    reads: { environmentVariables: { A: 'b' } },
  },
  'environment.python.userManagedDependencies': flag(true),
  'environment.python.interpreterPath': text('/opt/python'),
  'environment.python.condaDependenciesFile': text('conda.yml', environment({ condaFile: 'conda.yml' })),
  'environment.python.condaDependencies': {
    value: { dependencies: ['python'] },
    bad: ['python', 'expected record'],
    ...environment({ condaDependencies: { dependencies: ['python'] } }),
  },
  'environment.python.baseCondaEnvironment': text('base'),
  'environment.docker.enabled': flag(true),
  'environment.docker.baseImage': text('own:1', environment({ image: 'own:1' })),
  'environment.docker.baseDockerfile': text(
    'Dockerfile',
    environment({ dockerfile: { path: 'Dockerfile' } }),
  ),
  'environment.docker.sharedVolumes': flag(false),
  'environment.docker.shmSize': {
    value: '2g',
    bad: ['big', "must be a size such as '2g'"],
    ...environment({ shmSize: '2g' }),
  },
  'environment.docker.arguments': { value: ['--init'], bad: ['--init', 'expected array'] },
  ...registry('environment.docker.baseImageRegistry', (docker) => ({ environment: { docker } })),
  'environment.spark.repositories': list,
  'environment.spark.packages': list,
  'environment.spark.precachePackages': flag(true),
  'environment.databricks.mavenLibraries': list,
  'environment.databricks.pypiLibraries': list,
  'environment.databricks.rcranLibraries': list,
  'environment.databricks.jarLibraries': list,
  'environment.databricks.eggLibraries': list,
  'environment.inferencingStackVersion': {
    value: 'latest',
    bad: ['v2', "must be 'latest' or null"],
    ...environment({ addServer: true }),
  },
};

export const exclusiveInferenceKeys = [
  ...[
    'runtime',
    'condaFile',
    'extraDockerfileSteps',
    'extraDockerFileSteps',
    'enableGpu',
    'cudaVersion',
    'baseImage',
    'baseImageRegistry',
  ].map((key) => [key, 'environment'] as const),
  ['extraDockerfileSteps', 'extraDockerFileSteps'],
  ['environment.docker.baseImage', 'environment.docker.baseDockerfile'],
  ['environment.python.condaDependenciesFile', 'environment.python.condaDependencies'],
] as const;
