// A plan for the files of `az ml` v2: assets, the endpoint without traffic, the deployment, then the traffic.
import type { AssetKind } from '../../config/asset-reference.ts';
import { invalidKey } from '../../config/origin.ts';
import { assetOf, type EnvironmentYaml, type ModelYaml } from '../../config/v2/assets.ts';
import type { BatchDeploymentYaml, BatchEndpointYaml } from '../../config/v2/batch-files.ts';
import type { OnlineDeploymentYaml, OnlineEndpointYaml } from '../../config/v2/online-files.ts';
import type { YamlFile } from '../../config/v2/yaml-file.ts';
import { hashTree, hashValue, type SourceFile } from '../../deploy/content-hash.ts';
import { checkDeploymentName, checkEndpointName } from '../../deploy/names.ts';
import { workspacePath, type Workspace } from '../../workspace.ts';
import { machineLearning } from '../api-versions.ts';
import type { PlannedFile, PlanStep } from '../plan.ts';
import { assetId, type LabelledVersions } from './asset-ids.ts';
import { environmentRequest, modelRequest } from './asset-requests.ts';
import { batchDeploymentRequest, batchEndpointRequest } from './batch-requests.ts';
import { onlineDeploymentRequest, onlineEndpointRequest, type DeploymentIds } from './online-requests.ts';

export type YamlDeployment =
  | {
      readonly kind: 'online';
      readonly endpoint?: YamlFile<OnlineEndpointYaml>;
      readonly deployment: YamlFile<OnlineDeploymentYaml>;
    }
  | {
      readonly kind: 'batch';
      readonly endpoint?: YamlFile<BatchEndpointYaml>;
      readonly deployment: YamlFile<BatchDeploymentYaml>;
    };

export interface YamlPlanInput {
  readonly files: YamlDeployment;
  readonly workspace: Workspace;
  readonly location: string;
  readonly labels: LabelledVersions;
  readonly contextStore: string;
  /** Content of the local files that the deployment names. */
  readonly code: readonly SourceFile[];
  readonly model: readonly SourceFile[];
  readonly context: readonly SourceFile[];
  readonly condaText?: string;
}

const put = (
  path: string,
  body: object,
  more: { kind: string; why: string; files?: readonly PlannedFile[] },
): PlanStep => ({
  ...more,
  request: { system: 'azure', method: 'PUT', path, apiVersion: machineLearning, body },
});

interface Assets {
  readonly ids: DeploymentIds;
  readonly steps: readonly PlanStep[];
}

const registered = (input: YamlPlanInput, kind: AssetKind, text: string | object, key: string) => {
  const asset = assetOf(text, kind, { origin: input.files.deployment.origin, key });
  return asset.kind === 'registered' ? assetId(asset.reference, kind, input) : undefined;
};

function environmentAsset(input: YamlPlanInput, name: string): { id?: string; steps: PlanStep[] } {
  const { environment } = input.files.deployment.value;
  if (environment === undefined) return { steps: [] };
  const id = registered(input, 'environments', environment, 'environment');
  if (id !== undefined) return { id, steps: [] };
  if (typeof environment === 'string')
    throw invalidKey(
      input.files.deployment.origin,
      'environment',
      `'${environment}' is no reference such as azureml:name:version; define it in place`,
    );
  const yaml: EnvironmentYaml = environment;
  const upload =
    input.context.length > 0 ? `${input.contextStore}/LocalUpload/${hashTree(input.context)}/` : undefined;
  const body = environmentRequest(yaml, {
    ...(input.condaText !== undefined && { condaText: input.condaText }),
    ...(upload !== undefined && { contextUri: upload }),
  });
  const version = yaml.version ?? hashValue(body).slice(0, 16);
  const path = `${workspacePath(input.workspace)}/environments/${yaml.name ?? `${name}-env`}/versions/${version}`;
  const uploads: PlanStep[] =
    upload === undefined
      ? []
      : [
          {
            kind: 'upload-context',
            why: 'upload the build context, because the image is built from it',
            request: { system: 'blob', method: 'PUT', path: upload },
            files: input.context,
          },
        ];
  const why = 'register the environment, because the file defines it';
  return { id: path, steps: [...uploads, put(path, body, { kind: 'register-environment', why })] };
}

function codeAsset(input: YamlPlanInput, name: string): { id?: string; steps: PlanStep[] } {
  const { code_configuration: code } = input.files.deployment.value;
  if (code === undefined) return { steps: [] };
  const id = registered(input, 'codes', code.code, 'code_configuration.code');
  if (id !== undefined) return { id, steps: [] };
  const version = hashTree(input.code).slice(0, 16);
  const path = `${workspacePath(input.workspace)}/codes/${name}-code/versions/${version}`;
  const why = `upload ${input.code.length} code file(s), because the script is among them`;
  const body = { properties: { codeUri: '{blobUri}' } };
  return { id: path, steps: [put(path, body, { kind: 'upload-code', why, files: input.code })] };
}

function modelAsset(input: YamlPlanInput, name: string): { id?: string; steps: PlanStep[] } {
  const { model } = input.files.deployment.value;
  if (model === undefined) return { steps: [] };
  const id = registered(input, 'models', model, 'model');
  if (id !== undefined) return { id, steps: [] };
  const yaml: ModelYaml = typeof model === 'string' ? { path: model } : model;
  const base = workspacePath(input.workspace);
  const isRemote = /^[a-z]+:/i.test(yaml.path ?? '');
  const folder = `LocalUpload/${hashTree(input.model)}/${name}`;
  const uri = isRemote
    ? (yaml.path ?? '')
    : `azureml:/${base.replace(/\/providers\/[^/]+/, '')}/datastores/workspaceblobstore/paths/${folder}`;
  const body = modelRequest(yaml, uri);
  const version = yaml.version ?? hashValue([body, hashTree(input.model)]).slice(0, 16);
  const path = `${base}/models/${yaml.name ?? `${name}-model`}/versions/${version}`;
  const upload: PlanStep = {
    kind: 'upload-model',
    why: `upload ${input.model.length} file(s) of the model, because they are on this machine`,
    request: { system: 'blob', method: 'PUT', path: `${input.contextStore}/${folder}` },
    files: input.model,
  };
  const why = 'register the model, because the file defines it';
  return {
    id: path,
    steps: [...(isRemote ? [] : [upload]), put(path, body, { kind: 'register-model', why })],
  };
}

function assets(input: YamlPlanInput, name: string): Assets {
  const [environment, code, model] = [
    environmentAsset(input, name),
    codeAsset(input, name),
    modelAsset(input, name),
  ];
  return {
    ids: {
      ...(environment.id !== undefined && { environment: environment.id }),
      ...(code.id !== undefined && { code: code.id }),
      ...(model.id !== undefined && { model: model.id }),
    },
    steps: [...environment.steps, ...code.steps, ...model.steps],
  };
}

/** @throws NameInvalid, ConfigurationInvalid, AssetNotFound */
export function planYamlFiles(input: YamlPlanInput): readonly PlanStep[] {
  const { files, workspace, location } = input;
  const { value: deployment } = files.deployment;
  const endpoint = checkEndpointName(deployment.endpoint_name);
  const onKubernetes = files.kind === 'online' && deployment.type === 'kubernetes';
  checkDeploymentName(deployment.name, { endpoint, onKubernetes });
  const { ids, steps } = assets(input, endpoint);
  const kindPath = files.kind === 'online' ? 'onlineEndpoints' : 'batchEndpoints';
  const path = `${workspacePath(workspace)}/${kindPath}/${endpoint}`;
  const create = {
    kind: 'create-endpoint',
    why: `put endpoint '${endpoint}' without traffic, as its file says`,
  };
  const deploy = { kind: 'create-deployment', why: `put deployment '${deployment.name}', as its file says` };
  const at = `${path}/deployments/${deployment.name}`;
  if (files.kind === 'online') {
    const yaml = files.endpoint?.value;
    const { traffic } = yaml ?? {};
    const move = { kind: 'move-traffic', why: `split the traffic of '${endpoint}', as its file says` };
    return [
      ...steps,
      ...(yaml ? [put(path, onlineEndpointRequest(yaml, input), create)] : []),
      put(at, onlineDeploymentRequest(files.deployment.value, location, ids), deploy),
      ...(yaml && traffic ? [put(path, onlineEndpointRequest(yaml, input, traffic), move)] : []),
    ];
  }
  const yaml = files.endpoint?.value;
  const settle = { kind: 'set-default', why: `set the default of '${endpoint}', as its file says` };
  return [
    ...steps,
    ...(yaml ? [put(path, batchEndpointRequest(yaml, location, { withDefault: false }), create)] : []),
    put(at, batchDeploymentRequest(files.deployment.value, input, ids), deploy),
    ...(yaml?.defaults
      ? [put(path, batchEndpointRequest(yaml, location, { withDefault: true }), settle)]
      : []),
  ];
}
