// From what a person wrote to the model version that it means.
import { fail } from '../../core/errors/catalogue.ts';
import type { ModelSource } from '../../core/model/source.ts';
import { modelTarget, registryModelId, type ModelPlace } from '../../core/model/target.ts';
import type { ModelVersion } from '../../core/model/version.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { ModelRegistry } from '../../ports/model-registry.ts';
import type { ModelSources } from '../../ports/model-sources.ts';
import { resolveVersion } from '../resolve-version.ts';

export interface FindModelPorts {
  readonly registry: ModelRegistry;
  readonly sources: ModelSources;
}

export interface FoundModel {
  readonly source: ModelSource;
  /** A registry's is named as deployments name it. */
  readonly model: ModelVersion;
}

/**
 * @param reference any form that `modelTarget` reads
 * @param workspace where a reference without a place is looked up
 * @throws ModelReferenceInvalid, ModelNotRegistered, ModelNotFound, ModelVersionNotFound
 */
export async function findModel(
  reference: string,
  workspace: Workspace,
  ports: FindModelPorts,
): Promise<FoundModel> {
  const { name, version, place } = modelTarget(reference);
  const source = await sourceOf(place, { reference, workspace }, ports);
  const model = await resolveVersion(ports.registry, source, name, version);
  if (place.kind !== 'registry') return { source, model };
  return { source, model: { ...model, id: registryModelId(place.name, name, model.version) } };
}

async function sourceOf(
  place: ModelPlace,
  { reference, workspace }: { readonly reference: string; readonly workspace: Workspace },
  { sources }: FindModelPorts,
): Promise<ModelSource> {
  const invalid = (problem: string) => fail('ModelReferenceInvalid', { reference, problem });
  switch (place.kind) {
    case 'here':
      return workspace;
    case 'workspace':
      return place.workspace;
    case 'workspace-id': {
      const id = await sources.workspaceId(workspace);
      if (id.toLowerCase() === place.id.toLowerCase()) return workspace;
      throw invalid(
        `it is of another workspace than '${workspace.name}', and such a number can not be looked up`,
      );
    }
    case 'registry': {
      const { name } = place;
      if (place.place !== undefined) return { kind: 'registry', ...place.place, name };
      const found = await sources.registry(workspace.subscriptionId, name);
      if (found) return found;
      throw invalid(
        `subscription '${workspace.subscriptionId}' has no registry '${name}' that you can see; the registry's ARM id names its own`,
      );
    }
  }
}
