// The v1 environment object, as it stands in an inference config or in the file `azureml_environment.json`.
import * as z from 'zod';

export const text = z.string().min(1, 'must not be empty');

/** Names that Microsoft keeps for its own environments. */
const reservedName = /^(?:microsoft|azureml)/i;

const registry = z.strictObject({
  address: text.nullish(),
  username: z.string().nullish(),
  password: z.string().nullish(),
  registryIdentity: z.null().optional(),
});

export const registrySchema = registry;

export const environmentSchema = z.strictObject({
  name: text.nullish(),
  version: text.nullish(),
  environmentVariables: z.record(z.string(), z.string()).nullish(),
  python: z
    .strictObject({
      userManagedDependencies: z.boolean().nullish(),
      interpreterPath: text.nullish(),
      condaDependenciesFile: text.nullish(),
      condaDependencies: z.record(z.string(), z.unknown()).nullish(),
      baseCondaEnvironment: text.nullish(),
    })
    .nullish(),
  docker: z
    .strictObject({
      enabled: z.boolean().nullish(),
      baseImage: text.nullish(),
      baseDockerfile: text.nullish(),
      sharedVolumes: z.boolean().nullish(),
      shmSize: z
        .string()
        .regex(/^\d+[bkmg]?$/i, "must be a size such as '2g'")
        .nullish(),
      arguments: z.array(z.string()).nullish(),
      baseImageRegistry: registry.nullish(),
    })
    .nullish(),
  spark: z
    .strictObject({
      repositories: z.array(z.unknown()).nullish(),
      packages: z.array(z.unknown()).nullish(),
      precachePackages: z.boolean().nullish(),
    })
    .nullish(),
  databricks: z
    .strictObject({
      mavenLibraries: z.array(z.unknown()).nullish(),
      pypiLibraries: z.array(z.unknown()).nullish(),
      rcranLibraries: z.array(z.unknown()).nullish(),
      jarLibraries: z.array(z.unknown()).nullish(),
      eggLibraries: z.array(z.unknown()).nullish(),
    })
    .nullish(),
  inferencingStackVersion: z.literal('latest', "must be 'latest' or null").nullish(),
});

export type EnvironmentObject = z.infer<typeof environmentSchema>;

export const isReservedName = (name: string): boolean => reservedName.test(name);
