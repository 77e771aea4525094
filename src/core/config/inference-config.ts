// The inference config: how a model is served. Every generation of the v1 file format, JSON or YAML, read into one meaning.
import * as z from 'zod';
import { given } from '../given.ts';
import { checkDocument, readDocument, type ConfigDocument } from './document.ts';
import { environmentSchema, registrySchema, text, type EnvironmentObject } from './environment-object.ts';
import { environmentOf, type EnvironmentSource } from './environment-source.ts';
import { conflictingKeys, originOf, type Origin } from './origin.ts';

export interface InferenceConfig {
  readonly entryScript: string;
  readonly sourceDirectory?: string;
  readonly description?: string;
  readonly environment: EnvironmentSource;
  readonly environmentVariables: Readonly<Record<string, string>>;
  /** What the file gives, and where: for what can only be judged when the target is known. */
  readonly origin: Origin;
}

export const inferenceSchema = z.strictObject({
  entryScript: text,
  sourceDirectory: text.nullish(),
  runtime: z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(['python', 'python-slim', 'spark-py']))
    .nullish(),
  condaFile: text.nullish(),
  extraDockerfileSteps: text.nullish(),
  // The spelling of the old documentation's tables; the parser and the samples used the other one.
  extraDockerFileSteps: text.nullish(),
  enableGpu: z.boolean().nullish(),
  cudaVersion: z.enum(['9.0', '9.1', '10.0']).nullish(),
  baseImage: text.nullish(),
  baseImageRegistry: registrySchema.nullish(),
  description: z.string().nullish(),
  environment: environmentSchema.nullish(),
});

export type InferenceFile = z.infer<typeof inferenceSchema>;

/** Versions are texts, also where they look like numbers. */
export const inferenceTextKeys = ['cudaVersion', 'environment.version'];

const wholes = new Set(['environment.environmentVariables', 'environment.python.condaDependencies']);

/** The SDK throws when one of these comes along with an environment (the documentation says "ignored"). */
const legacyKeys = [
  'runtime',
  'condaFile',
  'extraDockerfileSteps',
  'extraDockerFileSteps',
  'enableGpu',
  'cudaVersion',
  'baseImage',
  'baseImageRegistry',
] as const;

function refuseConflicts(config: InferenceFile, origin: Origin): void {
  const { environment, extraDockerfileSteps, extraDockerFileSteps } = config;
  if (extraDockerfileSteps && extraDockerFileSteps && extraDockerfileSteps !== extraDockerFileSteps)
    throw conflictingKeys(origin, 'extraDockerFileSteps', 'extraDockerfileSteps');
  if (!environment) return;
  const legacy = legacyKeys.find((key) => {
    const value = config[key];
    return value !== undefined && value !== null && value !== false;
  });
  if (legacy) throw conflictingKeys(origin, legacy, 'environment');
}

/** The keys of the first generation, as the environment object they stand for. */
function legacyEnvironment(config: InferenceFile): EnvironmentObject {
  const { condaFile, baseImage, baseImageRegistry } = config;
  return {
    docker: { baseImage, baseImageRegistry },
    python: { condaDependenciesFile: condaFile },
  };
}

/**
 * The meaning of a document that was read already, with whatever overrides its keys.
 *
 * @throws ConfigurationInvalid, ConfigurationConflict
 */
export function inferenceConfigFrom(document: ConfigDocument): InferenceConfig {
  const config = checkDocument(inferenceSchema, document);
  const origin = originOf(document, wholes);
  refuseConflicts(config, origin);
  const { environment } = config;
  return {
    entryScript: config.entryScript,
    ...given({ sourceDirectory: config.sourceDirectory, description: config.description }),
    environment: environmentOf(environment ?? legacyEnvironment(config), origin, {
      extraDockerfileSteps: config.extraDockerfileSteps ?? config.extraDockerFileSteps,
      enableGpu: config.enableGpu,
    }),
    environmentVariables: environment?.environmentVariables ?? {},
    origin,
  };
}

/**
 * Reads an inference config.
 *
 * @param content the file's content, JSON or YAML
 * @param file its name, for messages
 * @throws ConfigurationUnreadable, ConfigurationInvalid, ConfigurationConflict
 */
export const parseInferenceConfig = (content: string, file: string): InferenceConfig =>
  inferenceConfigFrom(readDocument(content, file, { textKeys: inferenceTextKeys }));
