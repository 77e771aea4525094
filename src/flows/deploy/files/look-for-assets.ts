// Which of the assets that a deployment's files define are in the workspace already.
import { invalidKey } from '../../../core/config/origin.ts';
import type { DesiredAssets } from '../../../core/deploy/desired-assets.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { given } from '../../../core/given.ts';
import type { WhatIsThere } from '../../../core/plan/plan.ts';
import { isSameEnvironment } from '../../../core/plan/v2/same-environment.ts';
import { yamlAssets } from '../../../core/plan/v2/yaml-assets.ts';
import type { YamlPlanInput } from '../../../core/plan/v2/yaml-deployment.ts';
import type { ModelRegistry } from '../../../ports/model-registry.ts';
import { uploadStore, type AssetPorts } from '../steps/asset-steps.ts';

export interface FileAssetPorts extends AssetPorts {
  readonly registry: Pick<ModelRegistry, 'getVersion'>;
}

type Found = Pick<WhatIsThere, 'contextStore' | 'environmentExists' | 'codeExists' | 'modelExists'>;

async function storeOf({ stores }: FileAssetPorts, input: YamlPlanInput): Promise<string | undefined> {
  const { workspace, model, context } = input;
  if (model.length === 0 && context.length === 0) return undefined;
  const { accountUrl, container } = await stores.container(workspace, uploadStore);
  return `${accountUrl}/${container}`;
}

async function environmentExists(
  { environments }: FileAssetPorts,
  { workspace, files }: YamlPlanInput,
  { environment }: DesiredAssets,
): Promise<boolean> {
  const create = environment?.create;
  if (create === undefined) return true;
  const { name, version, body } = create;
  const { environment: written } = files.deployment.value;
  // A version that nobody gave is the hash of its content.
  if (typeof written !== 'object' || written.version === undefined)
    return environments.exists(workspace, name, version);
  const found = await environments.find(workspace, name, version);
  if (found === undefined) return false;
  if (isSameEnvironment(found, body)) return true;
  const problem = `'${version}' of environment '${name}' is registered with other content, and versions never change: leave it out, or choose another`;
  throw invalidKey(files.deployment.origin, 'environment.version', problem);
}

async function modelExists(
  { registry }: FileAssetPorts,
  { workspace }: YamlPlanInput,
  { model }: DesiredAssets,
): Promise<boolean> {
  if (model === undefined) return true;
  const { name, version, body } = model;
  const found = await registry.getVersion(workspace, name, version);
  if (found === undefined) return false;
  const { properties } = body as { readonly properties: { readonly modelUri: string } };
  // Uploaded files lie at an address that their content names.
  if (found.uri.toLowerCase() === properties.modelUri.toLowerCase()) return true;
  throw fail('ModelVersionTaken', { model: name, version });
}

/** @throws ConfigurationInvalid, ModelVersionTaken, and what the ports throw */
export async function lookForAssets(ports: FileAssetPorts, input: YamlPlanInput): Promise<Found> {
  const contextStore = await storeOf(ports, input);
  const { assets } = yamlAssets(input, input.service, given({ contextStore }));
  const { code } = assets;
  const [environment, codeExists, model] = await Promise.all([
    environmentExists(ports, input, assets),
    code ? ports.code.exists(input.workspace, code.name, code.version) : true,
    modelExists(ports, input, assets),
  ]);
  return { environmentExists: environment, codeExists, modelExists: model, ...given({ contextStore }) };
}
