// A registered model version, and which of several is the latest.

export interface ModelVersion {
  readonly model: string;
  /** A string in v2 of the service, even when it looks like a number. */
  readonly version: string;
  /** The ARM id, as the service spells it. */
  readonly id: string;
  /** ISO 8601, from systemData.createdAt. */
  readonly createdAt: string;
  /** Where the bytes are: a datastore, job or registry URI. */
  readonly uri: string;
  readonly type?: string;
  readonly stage?: string;
  readonly description?: string;
  readonly jobName?: string;
  readonly isArchived: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
}

/** One model of a workspace as its list answers it: enough to see that something changed. */
export interface ModelSummary {
  readonly model: string;
  readonly latestVersion?: string;
}

/** What tells one registration from another: a deleted version number can be registered again, later. */
export type VersionIdentity = Pick<ModelVersion, 'version' | 'createdAt'>;

/** Registration order: by creation time, then by version (numbers as numbers, the rest as text). */
export function compareByCreation(a: VersionIdentity, b: VersionIdentity): number {
  const time = Date.parse(a.createdAt) - Date.parse(b.createdAt);
  return time === 0 ? a.version.localeCompare(b.version, 'en', { numeric: true }) : time;
}

/** The most recently created version that is not archived; absent if there is none. */
export function latestVersion(versions: readonly ModelVersion[]): ModelVersion | undefined {
  return versions
    .filter((version) => !version.isArchived)
    .toSorted(compareByCreation)
    .at(-1);
}
