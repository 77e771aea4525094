// The operations that models, code and environments share: list, get, put and delete of containers and versions.
import { param, type Answer, type Operation, type OperationCall } from '../../arm/operation.ts';
import { containerBody } from './asset-schemas.ts';
import type { AssetProperties, AssetRegistry, AssetVersion, ContainerView } from './asset.ts';
import { orderFrom, pageAnswer, pairsFilter, viewFilter } from '../listing.ts';
import { mlErrors, parseBody } from '../ml-error.ts';
import { writeAtOnce, type AssetWrites } from './asset-writes.ts';
import { provider, type AssetHome } from '../scope.ts';

export interface AssetKind<P extends AssetProperties> {
  /** As error messages name it. */
  readonly kind: 'Model' | 'Code' | 'Environment';
  readonly segment: 'models' | 'codes' | 'environments';
  readonly registry: AssetRegistry<P>;
  /** What a new name must look like. */
  readonly namePattern: RegExp;
  /** Query parameters of the container list. */
  readonly containerQuery: readonly string[];
  /** Query parameters of the version list. */
  readonly listQuery: readonly string[];
  readonly filter: (call: OperationCall) => (version: AssetVersion<P>) => boolean;
  readonly parse: (body: unknown, apiVersion: string) => P;
  /** Refuses what a new version must not be. */
  readonly checkNew: (properties: P) => void;
  /** Refuses what must not change in an existing version. */
  readonly checkUpdate: (existing: P, next: P, name: string) => void;
  /** Told about each version that is new. */
  readonly registered?: (name: string, version: string, properties: P) => void;
  /** Items of a page when the caller does not say; the service's own when absent. */
  readonly pageSize?: number;
  /** What the service adds to the properties it was given. */
  readonly served: (properties: P) => Readonly<Record<string, unknown>>;
}

const noContent: Answer = { status: 204 };

export function assetOperations<P extends AssetProperties>(
  home: AssetHome,
  asset: AssetKind<P>,
  writes: AssetWrites = writeAtOnce,
): readonly Operation[] {
  const { kind, segment, registry } = asset;
  const containers = `${home.route}/${segment}`;
  const container = `${containers}/:name`;
  const versions = `${container}/versions`;
  const version = `${versions}/:version`;
  const containerView = ({ name, properties, systemData, latestVersion, nextVersion }: ContainerView) => ({
    id: `${home.id}/${segment}/${name}`,
    name,
    type: `${provider}/${home.type}/${segment}`,
    systemData,
    properties: { ...properties, latestVersion, nextVersion },
  });
  const versionView = (name: string, stored: AssetVersion<P>) => ({
    id: `${home.id}/${segment}/${name}/versions/${stored.version}`,
    name: stored.version,
    type: `${provider}/${home.type}/${segment}/versions`,
    systemData: stored.systemData,
    properties: { ...stored.properties, ...asset.served(stored.properties) },
  });
  const checkName = (name: string) => {
    if (!asset.namePattern.test(name))
      throw mlErrors.badRequest(
        `The ${kind} name '${name}' is invalid: it must match ${asset.namePattern.source}.`,
      );
  };

  return [
    {
      method: 'GET',
      path: containers,
      query: asset.containerQuery,
      handle: (call) => {
        const order = orderFrom(undefined);
        const wanted = viewFilter(call);
        const items = registry
          .containers()
          .filter(({ properties }) => wanted(properties))
          .sort((a, b) => order(a.systemData, b.systemData));
        return pageAnswer(items, call, containerView, asset.pageSize);
      },
    },
    {
      method: 'GET',
      path: container,
      query: [],
      handle: (call) => {
        const name = param(call, 'name');
        const view = registry.container(name);
        if (!view) throw mlErrors.containerNotFound(kind, name);
        return { status: 200, body: containerView(view) };
      },
    },
    {
      method: 'PUT',
      path: container,
      query: [],
      handle: (call) => {
        const name = param(call, 'name');
        checkName(name);
        const { properties } = parseBody(containerBody, call.body);
        const { description, tags, properties: own, isArchived } = properties;
        const kept = { description, tags, properties: own, isArchived };
        const commit = () => containerView(registry.putContainer(name, kept, call.caller));
        if (registry.container(name)) return { status: 200, body: commit() };
        const preview = () => ({
          id: `${home.id}/${segment}/${name}`,
          name,
          type: `${provider}/${home.type}/${segment}`,
          properties: { ...kept, provisioningState: 'Creating' },
        });
        return writes.create(call, commit, preview);
      },
    },
    {
      method: 'DELETE',
      path: container,
      query: [],
      handle: (call) => {
        const name = param(call, 'name');
        return registry.container(name)
          ? writes.remove(call, () => void registry.deleteContainer(name))
          : noContent;
      },
    },
    {
      method: 'GET',
      path: versions,
      query: asset.listQuery,
      handle: (call) => {
        const name = param(call, 'name');
        const all = registry.versions(name);
        if (!all) throw mlErrors.containerNotFound(kind, name);
        const order = orderFrom(call.query('$orderBy'));
        const items = all.filter(asset.filter(call)).sort((a, b) => order(a.systemData, b.systemData));
        return pageAnswer(items, call, (item) => versionView(name, item), asset.pageSize);
      },
    },
    {
      method: 'GET',
      path: version,
      query: [],
      handle: (call) => {
        const [name, wanted] = [param(call, 'name'), param(call, 'version')];
        const stored = registry.version(name, wanted);
        if (!stored) throw mlErrors.versionNotFound(kind, name, wanted);
        return { status: 200, body: versionView(name, stored) };
      },
    },
    {
      method: 'PUT',
      path: version,
      query: [],
      handle: (call) => {
        const [name, wanted] = [param(call, 'name'), param(call, 'version')];
        checkName(name);
        const properties = asset.parse(call.body, call.apiVersion);
        const existing = registry.version(name, wanted);
        if (existing) asset.checkUpdate(existing.properties, properties, name);
        else asset.checkNew(properties);
        const commit = () => {
          const put = registry.putVersion(name, wanted, properties, call.caller);
          if (put.isNew) asset.registered?.(name, wanted, properties);
          return versionView(name, put.version);
        };
        if (existing) return { status: 200, body: commit() };
        const preview = () => ({
          id: `${home.id}/${segment}/${name}/versions/${wanted}`,
          name: wanted,
          type: `${provider}/${home.type}/${segment}/versions`,
          properties: { ...properties, ...asset.served(properties), provisioningState: 'Creating' },
        });
        return writes.create(call, commit, preview);
      },
    },
    {
      method: 'DELETE',
      path: version,
      query: [],
      handle: (call) => {
        const [name, wanted] = [param(call, 'name'), param(call, 'version')];
        return registry.version(name, wanted)
          ? writes.remove(call, () => void registry.deleteVersion(name, wanted))
          : noContent;
      },
    },
  ];
}

/** The filters that versions of every kind share. */
export function versionFilter<P extends AssetProperties>(
  call: OperationCall,
): (version: AssetVersion<P>) => boolean {
  const wantedView = viewFilter(call);
  const wantedTags = pairsFilter(call.query('tags'));
  const wantedProperties = pairsFilter(call.query('properties'));
  const version = call.query('version');
  const description = call.query('description');
  return (item) =>
    wantedView(item.properties) &&
    wantedTags(item.properties.tags) &&
    wantedProperties(item.properties.properties) &&
    (version === undefined || item.version === version) &&
    (description === undefined || (item.properties.description ?? '').includes(description));
}
