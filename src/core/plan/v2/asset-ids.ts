// From a reference in a file to the id that a request carries.
import { printAssetReference, type AssetKind, type AssetReference } from '../../config/asset-reference.ts';
import { fail } from '../../errors/catalogue.ts';
import { workspacePath, type Workspace } from '../../workspace.ts';

/** Versions behind labels, as the service told them: `azureml:fraud@latest` -> `7`. */
export type LabelledVersions = Readonly<Record<string, string>>;

/** @throws AssetNotFound for a label that nobody resolved */
export function assetId(
  reference: AssetReference,
  kind: AssetKind,
  { workspace, labels }: { readonly workspace: Workspace; readonly labels: LabelledVersions },
): string {
  const written = printAssetReference(reference, kind);
  const version = 'version' in reference ? reference.version : labels[written];
  if (version === undefined) throw fail('AssetNotFound', { asset: written, workspace: workspace.name });
  switch (reference.at) {
    case 'registry':
      return `azureml://registries/${reference.registry}/${kind}/${reference.name}/versions/${version}`;
    case 'workspace':
      return `${workspacePath(workspace)}/${kind}/${reference.name}/versions/${version}`;
    case 'id':
      return reference.id.replace(/\/labels\/[^/]+$/, `/versions/${version}`);
  }
}
