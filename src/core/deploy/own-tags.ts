// Tags of an endpoint that is put again: a body replaces all of them, ours among them.
import { contentTag } from './content-tag.ts';

type Tags = Readonly<Record<string, string>>;

const isOurs = (tag: string): boolean => tag.startsWith('azureml-release.');

/**
 * Those that stay beside what `body` says. Where the endpoint's own file describes it, that says all tags but ours; otherwise
 * everybody's stay.
 */
function keptTags(body: object, now: { readonly tags?: Tags } | undefined): Tags {
  const { tags = {} } = body as { readonly tags?: Tags };
  const isWhole = contentTag in tags;
  return Object.fromEntries(
    Object.entries(now?.tags ?? {}).filter(([name]) => name !== contentTag && (!isWhole || isOurs(name))),
  );
}

/** @returns the body with the tags that stay, and any others between them and its own */
export function withOwnTags(
  body: object,
  now: { readonly tags?: Tags } | undefined,
  more: Tags = {},
): object {
  const { tags = {} } = body as { readonly tags?: Tags };
  const all = { ...keptTags(body, now), ...more, ...tags };
  return Object.keys(all).length === 0 ? body : { ...body, tags: all };
}
