// How files and people name a registered asset: every form that `az ml` and the service write.

export type AssetKind = 'models' | 'environments' | 'codes' | 'data' | 'components';

export type AssetReference =
  | ({ readonly at: 'workspace'; readonly name: string } & Which)
  | ({ readonly at: 'registry'; readonly registry: string; readonly name: string } & Which)
  /** A whole ARM id, or one that begins with `azureml://locations`: it names its own workspace. */
  | ({ readonly at: 'id'; readonly id: string; readonly name: string } & Which);

/** A version, or a label such as `latest` that the service resolves. */
type Which = { readonly version: string } | { readonly label: string };

const name = '([a-zA-Z0-9][a-zA-Z0-9._-]{0,254})';
const short = new RegExp(`^${name}(?:([:@])([a-zA-Z0-9][a-zA-Z0-9._-]*))?$`);

const which = (sign: string, value: string): Which =>
  sign === 'versions' || sign === ':' ? { version: value } : { label: value };

function long(prefix: string, kind: AssetKind): RegExp {
  return new RegExp(`^${prefix}/${kind}/${name}(?:/(versions|labels)/([^/]+))?$`, 'i');
}

/**
 * `fraud`, `fraud:7`, `fraud@latest`, `azureml:fraud:7`, `azureml://registries/r/models/fraud/versions/7` (or `/labels/latest`),
 * `azureml://locations/l/workspaces/w/models/fraud/versions/7`, `azureml:/subscriptions/.../models/fraud/versions/7`.
 *
 * @returns absent for anything else, a path for one
 */
export function parseAssetReference(text: string, kind: AssetKind): AssetReference | undefined {
  const given = text.trim();
  const [, registry, inRegistry, registrySign = 'labels', registryValue = 'latest'] =
    long('azureml://registries/([^/]+)', kind).exec(given) ?? [];
  if (registry !== undefined && inRegistry !== undefined)
    return {
      at: 'registry',
      registry,
      name: inRegistry,
      ...which(registrySign.toLowerCase(), registryValue),
    };
  const bare = given.replace(/^azureml:(?!\/\/)/i, '');
  const arm = long('/subscriptions/[^/]+/resourceGroups/[^/]+/providers/[^/]+/workspaces/[^/]+', kind);
  const location = long('azureml://locations/[^/]+/workspaces/[^/]+', kind);
  const [, inId, idSign = 'labels', idValue = 'latest'] = arm.exec(bare) ?? location.exec(bare) ?? [];
  if (inId !== undefined) return { at: 'id', id: bare, name: inId, ...which(idSign.toLowerCase(), idValue) };
  const [, shortName, sign = '@', value = 'latest'] = short.exec(bare) ?? [];
  return shortName === undefined ? undefined : { at: 'workspace', name: shortName, ...which(sign, value) };
}

/** The same reference in its shortest form. */
export function printAssetReference(reference: AssetReference, kind: AssetKind): string {
  const value = 'version' in reference ? `versions/${reference.version}` : `labels/${reference.label}`;
  switch (reference.at) {
    case 'registry':
      return `azureml://registries/${reference.registry}/${kind}/${reference.name}/${value}`;
    case 'id':
      return reference.id;
    case 'workspace':
      return 'version' in reference
        ? `azureml:${reference.name}:${reference.version}`
        : `azureml:${reference.name}@${reference.label}`;
  }
}
