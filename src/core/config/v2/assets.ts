// Environments, models and code in the files of `az ml` v2: registered ones by reference, others in place.
import * as z from 'zod';
import type { ConfigDocument } from '../document.ts';
import { parseAssetReference, type AssetKind, type AssetReference } from '../asset-reference.ts';
import { conflictingKeys, invalidKey, type Origin } from '../origin.ts';
import {
  common,
  oneOf,
  readYamlDocument,
  yamlFrom,
  text,
  version,
  whole,
  type YamlFile,
} from './yaml-file.ts';

// The service's own pattern: a path of slashes alone is refused.
const path = text.regex(/[a-zA-Z0-9_]/, 'must have a letter, a digit or an underscore');
const route = z.strictObject({ path, port: whole.min(1).max(65_535) });

/** Conda files stand in place as a map, or as a path. */
const conda = z.union([text, z.record(z.string(), z.unknown())], { error: 'must be a path or a map' });

const environmentKeys = {
  ...common,
  version: version.optional(),
  image: text.optional(),
  conda_file: conda.optional(),
  build: z.strictObject({ path: text, dockerfile_path: text.optional() }).optional(),
  inference_config: z
    .strictObject({ liveness_route: route, readiness_route: route, scoring_route: route })
    .optional(),
  os_type: oneOf(['linux', 'windows']).optional(),
  datastore: text.optional(),
};

export const inlineEnvironment = z.strictObject({ ...environmentKeys, name: text.optional() });
const environmentFile = z.strictObject({ ...environmentKeys, name: text });
export type EnvironmentYaml = z.infer<typeof inlineEnvironment>;

const modelKeys = {
  ...common,
  version: version.optional(),
  type: oneOf(['custom_model', 'mlflow_model', 'triton_model']).optional(),
  path: text.optional(),
  flavors: z.record(z.string(), z.unknown()).optional(),
  stage: text.optional(),
  datastore: text.optional(),
};

export const inlineModel = z.strictObject({ ...modelKeys, name: text.optional() });
const modelFile = z.strictObject({ ...modelKeys, name: text });
export type ModelYaml = z.infer<typeof inlineModel>;

/** @throws ConfigurationConflict, ConfigurationInvalid */
export function checkEnvironment(environment: EnvironmentYaml, origin: Origin, path = ''): void {
  if (environment.build && environment.image !== undefined)
    throw conflictingKeys(origin, `${path}image`, `${path}build`);
  if (environment.build && environment.conda_file !== undefined)
    throw conflictingKeys(origin, `${path}conda_file`, `${path}build`);
  if (environment.conda_file !== undefined && environment.image === undefined)
    throw invalidKey(origin, `${path}conda_file`, "goes only with 'image', which is missing");
  if (!environment.build && environment.image === undefined)
    throw invalidKey(origin, path === '' ? 'image' : path.slice(0, -1), "needs 'image' or 'build'");
}

function environmentYamlFrom(document: ConfigDocument): YamlFile<EnvironmentYaml> {
  const read = yamlFrom(environmentFile, document, ['environment']);
  checkEnvironment(read.value, read.origin);
  return read;
}

function modelYamlFrom(document: ConfigDocument): YamlFile<ModelYaml> {
  const read = yamlFrom(modelFile, document, ['model']);
  if (read.value.path === undefined) throw invalidKey(read.origin, 'path', 'is required');
  return read;
}

/** A registered asset, one that is defined in place, or a path on this machine. */
export type AssetYaml<T> =
  | { readonly kind: 'registered'; readonly reference: AssetReference }
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'defined'; readonly definition: T };

/** @throws ConfigurationInvalid for an `azureml:` address that is none */
export function assetOf<T extends object>(
  value: string | T,
  kind: AssetKind,
  { origin, key }: { readonly origin: Origin; readonly key: string },
): AssetYaml<T> {
  if (typeof value !== 'string') return { kind: 'defined', definition: value };
  if (!/^(?:azureml:|\/subscriptions\/)/i.test(value))
    return { kind: 'local', path: value.replace(/^file:/, '') };
  const reference = parseAssetReference(value, kind);
  if (reference) return { kind: 'registered', reference };
  throw invalidKey(
    origin,
    key,
    `'${value}' is no reference such as azureml:name:version or azureml:name@latest`,
  );
}

export const parseEnvironmentYaml = (content: string, file: string): YamlFile<EnvironmentYaml> =>
  environmentYamlFrom(readYamlDocument(content, file));

export const parseModelYaml = (content: string, file: string): YamlFile<ModelYaml> =>
  modelYamlFrom(readYamlDocument(content, file));
