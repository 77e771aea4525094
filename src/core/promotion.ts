// Which version a model gets where it is promoted to, and what that version says about where it came from. Pure.
import { hashValue } from './deploy/content-hash.ts';
import { lineagePrefix, lineageTags } from './lineage/lineage-tags.ts';
import type { NewModelVersion } from './model/registration.ts';
import type { ModelVersion } from './model/version.ts';

/** Hash of the files: equal for equal paths, lengths and MD5. */
const contentProperty = `${lineagePrefix}contentHash`;
const promotedAtProperty = `${lineagePrefix}sourceRegistered`;

export interface PromotedFile {
  /** Below the model's folder, with '/'. */
  readonly path: string;
  readonly size: number;
  /** Base64, where storage knows it. */
  readonly md5?: string;
}

export function promotedContent(files: readonly PromotedFile[]): string {
  const rows = files.map(({ path, size, md5 }) => [path, size, md5 ?? '']);
  return hashValue(rows.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))).slice(0, 32);
}

/** The origin's identity: its id and when it was registered, as a deleted number can be given again. */
const isFrom = (source: ModelVersion, content: string, { properties }: ModelVersion): boolean =>
  properties[lineageTags.promotedFrom]?.toLowerCase() === source.id.toLowerCase() &&
  properties[promotedAtProperty] === source.createdAt &&
  properties[contentProperty] === content;

export type PromotionDecision =
  | { readonly kind: 'there'; readonly found: ModelVersion; readonly reason: string }
  | { readonly kind: 'taken'; readonly version: string }
  | { readonly kind: 'create'; readonly version: string; readonly reason: string };

export interface PromotionQuestion {
  readonly source: ModelVersion;
  readonly content: string;
  /** Versions of the model where it is to go. */
  readonly there: readonly ModelVersion[];
  /** The number to take when the version is not to be kept. */
  readonly next?: string;
}

/** Decides with the reason in words; the same promotion again finds what it made. */
export function decidePromotion({ source, content, there, next }: PromotionQuestion): PromotionDecision {
  const found = there.find((version) => isFrom(source, content, version));
  if (found !== undefined && (next !== undefined || found.version === source.version))
    return { kind: 'there', found, reason: `version ${found.version} is this very model` };
  if (next !== undefined) return { kind: 'create', version: next, reason: `the next free number is ${next}` };
  const { version } = source;
  if (there.some((other) => other.version === version)) return { kind: 'taken', version };
  return { kind: 'create', version, reason: `the version is kept and free` };
}

/** What the promoted version is registered with: everything of the origin, and where that is. */
export function promotedVersion(
  source: ModelVersion,
  { uri, content, lineage }: { uri: string; content: string; lineage: Readonly<Record<string, string>> },
): NewModelVersion {
  const { type = 'custom_model', description, tags, jobName } = source;
  // A job is in its own workspace only; its name is kept where a later reader looks for it.
  const trainingRun = jobName ?? source.properties[lineageTags.trainingRun];
  return {
    uri,
    type,
    tags: { ...tags, ...lineage },
    properties: {
      ...source.properties,
      [lineageTags.promotedFrom]: source.id,
      [promotedAtProperty]: source.createdAt,
      [contentProperty]: content,
      ...(trainingRun !== undefined && { [lineageTags.trainingRun]: trainingRun }),
    },
    ...(description !== undefined && { description }),
  };
}

/** Of one version's files: where storage knows no MD5, two versions of equal lengths have one content hash, and must not share a folder. */
export const promotionId = ({ id, createdAt }: ModelVersion, content: string): string =>
  hashValue([id, createdAt, content]).slice(0, 32);

/** A UUID that is made from a text: the same promotion, begun again, goes on in the same place. */
export function uploadIdOf(text: string): string {
  const hex = hashValue(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
