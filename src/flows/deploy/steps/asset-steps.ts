// The steps that put environment and code into the workspace, for every target that Azure Machine Learning itself serves.
import { needsBuildContext } from '../../../core/deploy/environment-body.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import type { PlanInput, PlanStep, ServiceInput } from '../../../core/plan/plan.ts';
import type { CodeAssets, Environments, RegisteredEnvironment } from '../../../ports/deployment-assets.ts';
import type { ContainerUpload } from '../../../ports/folder-upload.ts';
import type { ModelStores } from '../../../ports/model-files.ts';
import type { ApplyStep } from '../deploy-target.ts';
import { uploadable } from './uploadable.ts';

export interface AssetPorts {
  readonly environments: Environments;
  readonly code: CodeAssets;
  readonly stores: Pick<ModelStores, 'container'>;
  readonly upload: ContainerUpload;
}

/** The datastore that the Python SDK and the command line upload to, too. */
export const uploadStore = 'workspaceblobstore';

/** `.../codes/{name}/versions/{version}` -> its parts. */
export function assetOf({ request }: PlanStep): { name: string; version: string; id: string } {
  const [, name, version] = /\/([^/]+)\/versions\/([^/]+)$/.exec(request.path) ?? [];
  if (name === undefined || version === undefined) throw new Error(`'${request.path}' is no asset.`);
  return { name, version, id: request.path };
}

/** Uploads a step's files to the folder that its request names. */
export const uploadStep =
  ({ stores, upload }: Pick<AssetPorts, 'stores' | 'upload'>): ApplyStep<ServiceInput> =>
  async (step, { input: { workspace } }) => {
    const container = await stores.container(workspace, uploadStore);
    const root = `${container.accountUrl}/${container.container}/`;
    const folder = step.request.path.slice(root.length).replace(/\/$/, '');
    await upload(container, folder, (step.files ?? []).map(uploadable));
  };

export function assetSteps({ environments, code, ...around }: AssetPorts) {
  return {
    'upload-context': uploadStep(around),
    'register-environment': (step, { input: { workspace } }) =>
      environments.create(workspace, { ...assetOf(step), body: step.request.body ?? {} }),
    'upload-code': (step, { input: { workspace } }) =>
      code.upload(workspace, assetOf(step), (step.files ?? []).map(uploadable)),
  } satisfies Record<string, ApplyStep<ServiceInput>>;
}

/**
 * The registered environment that the inference config names; absent if it defines one itself.
 *
 * @throws EnvironmentNotFound
 */
export async function findEnvironment(
  { environments }: Pick<AssetPorts, 'environments'>,
  { workspace, inference }: PlanInput,
): Promise<RegisteredEnvironment | undefined> {
  if (inference?.environment.kind !== 'registered') return undefined;
  const { name, version } = inference.environment;
  const found = await environments.find(workspace, name, version);
  if (found) return found;
  throw fail('EnvironmentNotFound', { environment: name, version, workspace: workspace.name });
}

/** Where build contexts go; asked for only when an environment is built from one. */
export async function contextStoreOf(
  { stores }: Pick<AssetPorts, 'stores'>,
  { workspace, inference }: PlanInput,
): Promise<string | undefined> {
  const environment = inference?.environment;
  if (environment?.kind !== 'defined' || !needsBuildContext(environment)) return undefined;
  const { accountUrl, container } = await stores.container(workspace, uploadStore);
  return `${accountUrl}/${container}`;
}
