// Table keys: no '/', '\', '#', '?' or control character may be in one, and 512 characters are the most.
import { createHash } from 'node:crypto';
import type { VersionIdentity } from '../../../core/model/version.ts';

/** The partition of a watch. Its id holds slashes and can be long; the head row keeps it in clear. */
export function partitionOf(watchId: string): string {
  return hash(watchId);
}

/**
 * The rows of a partition, in the order in which the table keeps them: what a turn needs comes first, so that one
 * query up to `past` reads it however much history there is.
 */
export const headKey = 'head';
export const livePrefix = 'live:';
export const pastPrefix = 'past:';
/** Above every key with that prefix. */
export const endOfPast = 'past;';

/** A version as the end of a row key: equal for two spellings of one creation time, and in registration order. */
export function versionKey({ version, createdAt }: VersionIdentity): string {
  return `${new Date(createdAt).toISOString()}:${plain.test(version) ? version : `~${hash(version)}`}`;
}

// What a model version can be called in Azure Machine Learning; '~' is not among it.
const plain = /^[\w.-]{1,255}$/;

// UTF-16, so that two texts that are no valid Unicode are told apart as well.
const hash = (text: string): string =>
  createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('hex');
