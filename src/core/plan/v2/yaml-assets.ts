// The assets of a deployment of `az ml` v2: registered ones by id, the others as what is to be registered.
import type { AssetKind } from '../../config/asset-reference.ts';
import { invalidKey, keyNotSupported } from '../../config/origin.ts';
import { assetOf, type EnvironmentYaml, type ModelYaml } from '../../config/v2/assets.ts';
import type { OnlineDeploymentYaml } from '../../config/v2/online-files.ts';
import { hashTree, hashValue } from '../../deploy/content-hash.ts';
import { asset, shortHash, unknownStore, type DesiredAssets } from '../../deploy/desired-assets.ts';
import { given } from '../../given.ts';
import { workspacePath } from '../../workspace.ts';
import type { WhatIsThere } from '../plan.ts';
import { assetId } from './asset-ids.ts';
import { environmentRequest, modelRequest } from './asset-requests.ts';
import { isLocal, nameOfPath } from './local-paths.ts';
import type { YamlPlanInput } from './yaml-deployment.ts';

/** What a deployment refers to, by id. */
export interface DeploymentIds {
  readonly model?: string;
  readonly environment?: string;
  readonly code?: string;
  /** Data assets by the name of what is collected. */
  readonly data?: Readonly<Record<string, string>>;
}

export interface YamlAssets {
  readonly ids: DeploymentIds;
  /** What is to be registered. */
  readonly assets: DesiredAssets;
}

type Store = Pick<WhatIsThere, 'contextStore'>;

function registeredId(
  input: YamlPlanInput,
  kind: AssetKind,
  text: string | object,
  key: string,
): string | undefined {
  const found = assetOf(text, kind, { origin: input.files.deployment.origin, key });
  return found.kind === 'registered' ? assetId(found.reference, kind, input) : undefined;
}

/** The store that everything is uploaded to; another one would have to be asked for its address and key. */
const uploadStore = /^(?:azureml:(?:\/\/datastores\/)?)?workspaceblobstore$/i;

function requireUploadStore(input: YamlPlanInput, datastore: string | undefined, key: string): void {
  if (datastore === undefined || uploadStore.test(datastore)) return;
  throw keyNotSupported(input.files.deployment.origin, key, {
    reason: `files are uploaded to 'workspaceblobstore', and not to '${datastore}'`,
    instead: 'Leave the key out, or register the asset with az ml and name it.',
  });
}

function environmentAsset(input: YamlPlanInput, endpoint: string, { contextStore }: Store): YamlAssets {
  const { environment } = input.files.deployment.value;
  if (environment === undefined) return { ids: {}, assets: {} };
  const id = registeredId(input, 'environments', environment, 'environment');
  if (id !== undefined) return { ids: { environment: id }, assets: {} };
  if (typeof environment === 'string')
    throw invalidKey(
      input.files.deployment.origin,
      'environment',
      `'${environment}' is no reference such as azureml:name:version; define it in place, or name its file as file:environment.yml`,
    );
  const yaml: EnvironmentYaml = environment;
  requireUploadStore(input, yaml.datastore, 'environment.datastore');
  const isBuiltHere = yaml.build !== undefined && isLocal(yaml.build.path);
  const folder = hashTree(input.context);
  const uri = `${contextStore ?? unknownStore}/LocalUpload/${folder}/`;
  const texts = given({ condaText: input.condaText });
  const body = environmentRequest(yaml, { ...texts, ...(isBuiltHere && { contextUri: uri }) });
  // The folder's hash stands for it: the same files may lie in another account.
  const content = environmentRequest(yaml, { ...texts, ...(isBuiltHere && { contextUri: folder }) });
  const version = yaml.version ?? shortHash(hashValue(content));
  const create = asset(input.workspace, 'environments', yaml.name ?? `${endpoint}-env`, version);
  const context = isBuiltHere && { context: { uri, files: input.context } };
  return {
    ids: { environment: create.id },
    assets: { environment: { id: create.id, create: { ...create, body }, ...context } },
  };
}

function codeAsset(input: YamlPlanInput, endpoint: string): YamlAssets {
  const { code_configuration: code } = input.files.deployment.value;
  if (code === undefined) return { ids: {}, assets: {} };
  const id = registeredId(input, 'codes', code.code, 'code_configuration.code');
  if (id !== undefined) return { ids: { code: id }, assets: {} };
  const create = asset(input.workspace, 'codes', `${endpoint}-code`, shortHash(hashTree(input.code)));
  return { ids: { code: create.id }, assets: { code: { ...create, files: input.code } } };
}

function modelAsset(input: YamlPlanInput, endpoint: string, { contextStore }: Store): YamlAssets {
  const { model } = input.files.deployment.value;
  if (model === undefined) return { ids: {}, assets: {} };
  const id = registeredId(input, 'models', model, 'model');
  if (id !== undefined) return { ids: { model: id }, assets: {} };
  const yaml: ModelYaml = typeof model === 'string' ? { path: model } : model;
  const { path } = yaml;
  if (path === undefined) throw invalidKey(input.files.deployment.origin, 'model', "needs 'path'");
  requireUploadStore(input, yaml.datastore, 'model.datastore');
  // As the official tools have it: scripts find their model below its own name.
  const folder = `LocalUpload/${hashTree(input.model).slice(0, 32)}`;
  const place = `${folder}/${nameOfPath(path)}`;
  const group = workspacePath(input.workspace)
    .replace(/\/resourceGroups\//, '/resourcegroups/')
    .replace(/\/providers\/[^/]+/, '');
  const uri = isLocal(path) ? `azureml:/${group}/datastores/workspaceblobstore/paths/${place}` : path;
  const body = modelRequest(yaml, uri);
  const version = yaml.version ?? shortHash(hashValue([body, hashTree(input.model)]));
  const create = asset(input.workspace, 'models', yaml.name ?? `${endpoint}-model`, version);
  const upload = isLocal(path) && {
    upload: {
      uri: `${contextStore ?? unknownStore}/${input.modelIsFile ? folder : place}`,
      files: input.model,
    },
  };
  return { ids: { model: create.id }, assets: { model: { ...create, body, ...upload } } };
}

type Collected = NonNullable<OnlineDeploymentYaml['data_collector']>['collections'][string]['data'];

/** The registered data asset that is named; absent for one that would have to be made. */
function dataReference(data: NonNullable<Collected>): string | undefined {
  if (typeof data === 'string') return data;
  const { name, version, path } = data;
  if (name === undefined || path !== undefined) return undefined;
  return version === undefined ? `azureml:${name}@latest` : `azureml:${name}:${version}`;
}

/** Data assets that collected requests go to. */
function dataIds(input: YamlPlanInput): Readonly<Record<string, string>> {
  const { files } = input;
  const collections = files.kind === 'online' ? files.deployment.value.data_collector?.collections : {};
  const found = Object.entries(collections ?? {}).flatMap(([name, { data }]) => {
    if (data === undefined) return [];
    const key = `data_collector.collections.${name}.data`;
    const text = dataReference(data);
    const id = text === undefined ? undefined : registeredId(input, 'data', text, key);
    if (id !== undefined) return [[name, id] as const];
    throw keyNotSupported(files.deployment.origin, key, {
      reason: 'a deployment registers no data asset',
      instead: 'Register it with az ml and name it as azureml:name:version.',
    });
  });
  return Object.fromEntries(found);
}

/** @throws ConfigurationInvalid, ConfigurationNotSupported, AssetNotFound */
export function yamlAssets(input: YamlPlanInput, endpoint: string, store: Store): YamlAssets {
  const parts = [
    environmentAsset(input, endpoint, store),
    codeAsset(input, endpoint),
    modelAsset(input, endpoint, store),
  ];
  const none: YamlAssets = { ids: { data: dataIds(input) }, assets: {} };
  return parts.reduce(
    (all, { ids, assets }) => ({ ids: { ...all.ids, ...ids }, assets: { ...all.assets, ...assets } }),
    none,
  );
}
