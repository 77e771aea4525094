// What the references of a deployment's file mean in the workspace, before anything is made.
import { invalidKey } from '../../../core/config/origin.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { given } from '../../../core/given.ts';
import type { ModelVersion } from '../../../core/model/version.ts';
import type { LabelledVersions } from '../../../core/plan/v2/asset-ids.ts';
import {
  labelledReferences,
  registeredReferences,
  type RegisteredReference,
} from '../../../core/plan/v2/labelled-references.ts';
import type { YamlDeployment } from '../../../core/plan/v2/yaml-deployment.ts';
import type { Workspace } from '../../../core/workspace.ts';
import type { Environments } from '../../../ports/deployment-assets.ts';
import { findModel, type FindModelPorts } from '../../models/find-model.ts';

export interface ReferencePorts extends FindModelPorts {
  readonly environments: Pick<Environments, 'find'>;
}

export interface Resolved {
  readonly labels: LabelledVersions;
  /** The registered model that the file names. */
  readonly model?: ModelVersion;
}

async function environmentVersion(
  { reference, key }: RegisteredReference,
  files: YamlDeployment,
  workspace: Workspace,
  { environments }: ReferencePorts,
): Promise<string> {
  const version = 'version' in reference ? reference.version : 'latest';
  if (reference.at !== 'workspace') {
    if (version !== 'latest') return version;
    const problem = 'of another place must name a version: only a model can be latest there';
    throw invalidKey(files.deployment.origin, key, problem);
  }
  const found = await environments.find(workspace, reference.name, version);
  if (found === undefined)
    throw fail('EnvironmentNotFound', { environment: reference.name, version, workspace: workspace.name });
  return found.id.split('/').at(-1) ?? version;
}

/**
 * Looks up the model and the environment that are named, and what a label stands for.
 *
 * @throws ConfigurationInvalid, EnvironmentNotFound, ModelNotFound, ModelVersionNotFound, ModelReferenceInvalid
 */
export async function resolveReferences(
  files: YamlDeployment,
  workspace: Workspace,
  ports: ReferencePorts,
): Promise<Resolved> {
  const labelled = labelledReferences(files);
  const labels: Record<string, string> = {};
  let model: ModelVersion | undefined;
  for (const one of registeredReferences(files)) {
    const { kind, key, written } = one;
    if (kind === 'models') {
      model = (await findModel(written, workspace, ports)).model;
      labels[written] = model.version;
    } else if (kind === 'environments') {
      labels[written] = await environmentVersion(one, files, workspace, ports);
    } else if (labelled.some((label) => label.written === written)) {
      const problem = 'must name a version: only a model and an environment can be latest';
      throw invalidKey(files.deployment.origin, key, problem);
    }
  }
  return { labels, ...given({ model }) };
}
