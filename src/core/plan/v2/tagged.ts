// A request body with the tag that says which content it carries.
import { hashValue } from '../../deploy/content-hash.ts';
import { contentTag } from '../../deploy/content-tag.ts';
import { shortHash } from '../../deploy/desired-assets.ts';

type Tags = Readonly<Record<string, string>>;

/**
 * @param lineage tags that say who put it there; they are no content
 * @returns the body with all tags, and the hash of what it says apart from its place
 */
export function tagged<T extends { readonly tags?: Tags; readonly location: string }>(
  body: T,
  lineage: Tags,
): { readonly body: T; readonly content: string } {
  const content = shortHash(hashValue({ ...body, location: undefined }));
  return { body: { ...body, tags: { ...body.tags, ...lineage, [contentTag]: content } }, content };
}
