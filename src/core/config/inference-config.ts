// The inference config: how a model is served. The v1 file format, JSON or YAML, read into one meaning.
import * as z from 'zod';
import { fail } from '../errors/catalogue.ts';
import { given } from '../given.ts';
import { parseConfiguration } from './document.ts';

/** Where the packages of a container come from. Paths are relative to the source directory. */
export type EnvironmentSource =
  | { readonly kind: 'registered'; readonly name: string; readonly version: string }
  | {
      readonly kind: 'defined';
      readonly name?: string;
      readonly image: string;
      readonly condaFile?: string;
      readonly condaDependencies?: Readonly<Record<string, unknown>>;
    };

export interface InferenceConfig {
  readonly entryScript: string;
  readonly sourceDirectory?: string;
  readonly description?: string;
  readonly environment: EnvironmentSource;
  readonly environmentVariables: Readonly<Record<string, string>>;
}

// The image that Microsoft's own samples for online endpoints start from (azureml-examples, model-1).
const defaultImage = 'mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu22.04:latest';

const text = z.string().min(1, 'must not be empty');

const environmentSchema = z.strictObject({
  name: text.optional(),
  version: z.union([text, z.number().transform(String)]).optional(),
  environmentVariables: z.record(z.string(), z.string()).default({}),
  python: z
    .strictObject({
      userManagedDependencies: z.boolean().optional(),
      interpreterPath: z.string().nullish(),
      condaDependenciesFile: text.nullish(),
      condaDependencies: z.record(z.string(), z.unknown()).nullish(),
      baseCondaEnvironment: z.string().nullish(),
    })
    .optional(),
  docker: z
    .strictObject({
      enabled: z.boolean().optional(),
      baseImage: text.nullish(),
      baseDockerfile: z.string().nullish(),
      sharedVolumes: z.boolean().optional(),
      shmSize: z.string().nullish(),
      arguments: z.array(z.string()).optional(),
      baseImageRegistry: z.record(z.string(), z.unknown()).nullish(),
    })
    .optional(),
  spark: z.record(z.string(), z.unknown()).nullish(),
  databricks: z.record(z.string(), z.unknown()).nullish(),
  inferencingStackVersion: z.literal('latest').nullish(),
});

const schema = z.strictObject({
  entryScript: text,
  sourceDirectory: text.nullish(),
  runtime: z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(['python', 'python-slim', 'spark-py']))
    .optional(),
  condaFile: text.nullish(),
  extraDockerfileSteps: text.nullish(),
  // The spelling of the old documentation's tables; the parser and the samples used the other one.
  extraDockerFileSteps: text.nullish(),
  enableGpu: z.boolean().nullish(),
  cudaVersion: z.union([z.string(), z.number().transform(String)]).nullish(),
  baseImage: text.nullish(),
  baseImageRegistry: z.record(z.string(), z.unknown()).nullish(),
  description: z.string().nullish(),
  environment: environmentSchema.optional(),
});

type File = z.infer<typeof schema>;

const legacyKeys = [
  'runtime',
  'condaFile',
  'extraDockerfileSteps',
  'enableGpu',
  'cudaVersion',
  'baseImage',
] as const;

const ownImage = 'Build an image with these steps, push it to a registry and name it as baseImage.';
const grantPull = "Give the workspace's identity the role 'AcrPull' on the registry and leave the key out.";

/** Keys whose meaning a managed endpoint can not take over: refused, never silently dropped. */
function refuseUnsupported(file: string, config: File): void {
  const refuse = (key: string, asked: unknown, reason: string, instead: string): void => {
    if (asked === undefined || asked === null || asked === false) return;
    throw fail('ConfigurationNotSupported', { file, key, reason, instead });
  };
  const { environment } = config;
  const steps = config.extraDockerfileSteps ?? config.extraDockerFileSteps;
  refuse('extraDockerfileSteps', steps, 'a managed endpoint takes an image and a conda file', ownImage);
  refuse(
    'environment.docker.baseDockerfile',
    environment?.docker?.baseDockerfile,
    'no build is started',
    ownImage,
  );
  const spark = config.runtime === 'spark-py' || environment?.spark;
  refuse('spark', spark, 'online endpoints run no Spark', "Use runtime 'python'.");
  refuse('databricks', environment?.databricks, 'online endpoints run no Databricks', 'Leave the key out.');
  const gpu = config.enableGpu === true || config.cudaVersion;
  const cudaImage = 'Name a CUDA image as baseImage and a GPU size as instanceType in the deployment config.';
  refuse('enableGpu', gpu, 'the images of the first generation are gone', cudaImage);
  const registry = config.baseImageRegistry ?? environment?.docker?.baseImageRegistry;
  refuse('baseImageRegistry', registry, 'environments carry no registry password any more', grantPull);
  const inDocker = environment?.docker;
  const runtimeFlags = inDocker?.sharedVolumes === true || inDocker?.shmSize || inDocker?.arguments?.length;
  refuse(
    'environment.docker',
    runtimeFlags || null,
    'the service runs the container',
    'Leave these keys out.',
  );
}

function environmentOf(file: string, config: File): EnvironmentSource {
  const { environment } = config;
  if (!environment) {
    return {
      kind: 'defined',
      image: config.baseImage ?? defaultImage,
      ...given({ condaFile: config.condaFile }),
    };
  }
  const legacy = legacyKeys.find((key) => config[key] !== undefined && config[key] !== null);
  if (legacy) throw fail('ConfigurationConflict', { file, first: legacy, second: 'environment' });
  const { name, version, python, docker } = environment;
  const condaFile = python?.condaDependenciesFile ?? undefined;
  const condaDependencies = python?.condaDependencies ?? undefined;
  if (condaFile !== undefined && condaDependencies !== undefined)
    throw fail('ConfigurationConflict', {
      file,
      first: 'environment.python.condaDependenciesFile',
      second: 'environment.python.condaDependencies',
    });
  if (name !== undefined && condaFile === undefined && condaDependencies === undefined && !docker?.baseImage)
    return { kind: 'registered', name, version: version ?? 'latest' };
  return {
    kind: 'defined',
    image: docker?.baseImage ?? defaultImage,
    ...given({ name, condaFile, condaDependencies }),
  };
}

/**
 * Reads an inference config.
 *
 * @param text the file's content, JSON or YAML
 * @param file its name, for messages
 * @throws ConfigurationUnreadable, ConfigurationInvalid, ConfigurationConflict, ConfigurationNotSupported
 */
export function parseInferenceConfig(text: string, file: string): InferenceConfig {
  const config = parseConfiguration(schema, text, file);
  refuseUnsupported(file, config);
  return {
    entryScript: config.entryScript,
    ...given({ sourceDirectory: config.sourceDirectory, description: config.description }),
    environment: environmentOf(file, config),
    environmentVariables: config.environment?.environmentVariables ?? {},
  };
}
