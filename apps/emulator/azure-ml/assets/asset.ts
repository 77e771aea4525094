// Versioned assets (models, code, environments): containers and their versions, kept in memory.
import type { Caller } from '../../identity/access-token.ts';
import { created, modified, type Stamps, type SystemData } from '../system-data.ts';

export interface AssetProperties {
  readonly description?: string | null | undefined;
  readonly tags?: Readonly<Record<string, string | null>> | null | undefined;
  readonly properties?: Readonly<Record<string, string | null>> | null | undefined;
  readonly isArchived: boolean;
}

export interface AssetVersion<P extends AssetProperties> {
  readonly version: string;
  readonly properties: P;
  readonly systemData: SystemData;
}

interface Container<P extends AssetProperties> {
  readonly name: string;
  properties: AssetProperties;
  systemData: SystemData;
  /** The highest whole number ever used: a deleted version's number is not given out again. */
  highest: number;
  readonly versions: Map<string, AssetVersion<P>>;
}

export interface ContainerView {
  readonly name: string;
  readonly properties: AssetProperties;
  readonly systemData: SystemData;
  /** The most recently created version. */
  readonly latestVersion: string | null;
  readonly nextVersion: string;
}

const emptyProperties: AssetProperties = { description: null, tags: {}, properties: {}, isArchived: false };

function newest<P extends AssetProperties>(versions: Iterable<AssetVersion<P>>): AssetVersion<P> | undefined {
  return [...versions].reduce<AssetVersion<P> | undefined>(
    (best, version) => (best && best.systemData.createdAt >= version.systemData.createdAt ? best : version),
    undefined,
  );
}

export class AssetRegistry<P extends AssetProperties> {
  readonly #containers = new Map<string, Container<P>>();
  readonly #stamps: Stamps;

  constructor(stamps: Stamps) {
    this.#stamps = stamps;
  }

  containers(): readonly ContainerView[] {
    return [...this.#containers.values()].map((container) => this.#view(container));
  }

  container(name: string): ContainerView | undefined {
    const container = this.#containers.get(name);
    return container && this.#view(container);
  }

  putContainer(name: string, properties: AssetProperties, caller: Caller): ContainerView {
    const existing = this.#containers.get(name);
    const at = this.#stamps.next();
    const container = existing ?? this.#add(name, created(at, caller));
    container.properties = properties;
    if (existing) existing.systemData = modified(existing.systemData, at, caller);
    return this.#view(container);
  }

  /** Whether there was something to delete. */
  deleteContainer(name: string): boolean {
    return this.#containers.delete(name);
  }

  versions(name: string): readonly AssetVersion<P>[] | undefined {
    const container = this.#containers.get(name);
    return container && [...container.versions.values()];
  }

  version(name: string, version: string): AssetVersion<P> | undefined {
    return this.#containers.get(name)?.versions.get(version);
  }

  /** Stores a version; its container comes into being with it. */
  putVersion(
    name: string,
    version: string,
    properties: P,
    caller: Caller,
  ): { version: AssetVersion<P>; isNew: boolean } {
    const at = this.#stamps.next();
    const container = this.#containers.get(name) ?? this.#add(name, created(at, caller));
    const existing = container.versions.get(version);
    const systemData = existing ? modified(existing.systemData, at, caller) : created(at, caller);
    const stored = { version, properties, systemData };
    container.versions.set(version, stored);
    container.systemData = modified(container.systemData, at, caller);
    if (/^\d{1,15}$/.test(version)) container.highest = Math.max(container.highest, Number(version));
    return { version: stored, isNew: !existing };
  }

  deleteVersion(name: string, version: string): boolean {
    return this.#containers.get(name)?.versions.delete(version) ?? false;
  }

  #add(name: string, systemData: SystemData): Container<P> {
    const container = { name, properties: emptyProperties, systemData, highest: 0, versions: new Map() };
    this.#containers.set(name, container);
    return container;
  }

  #view({ name, properties, systemData, highest, versions }: Container<P>): ContainerView {
    return {
      name,
      properties,
      systemData,
      latestVersion: newest(versions.values())?.version ?? null,
      nextVersion: String(highest + 1),
    };
  }
}
