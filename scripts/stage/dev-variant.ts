// The development variant: the same extension under other names, so that it can be installed beside the published one.
import type { Json, JsonObject } from '../json.ts';
import { isArray, isObject, textAt } from '../json.ts';

/** The GUID of a task's development variant: its own, with zeros in front, as nobody else has it either. */
export const devGuid = (guid: string): string => `00000000${guid.slice(8)}`;

const suffixed = (document: JsonObject, suffixes: Readonly<Record<string, string>>): JsonObject => ({
  ...document,
  ...Object.fromEntries(
    Object.entries(suffixes).flatMap(([key, suffix]) => {
      const value = textAt(document, key);
      return value === undefined ? [] : [[key, `${value}${suffix}`]];
    }),
  ),
});

export const devManifest = (manifest: JsonObject): JsonObject =>
  suffixed(manifest, { id: '-dev', name: ' (dev)' });

export const devTask = (task: JsonObject): JsonObject => ({
  ...suffixed(task, { name: 'Dev', friendlyName: ' (dev)' }),
  id: devGuid(textAt(task, 'id') ?? ''),
});

/** A fragment: artifact types get another name and the development variant's download task. */
export function devFragment(fragment: JsonObject): JsonObject {
  const contributions = fragment['contributions'];
  return isArray(contributions)
    ? { ...fragment, contributions: contributions.map(devContribution) }
    : fragment;
}

function devContribution(contribution: Json): Json {
  if (
    !isObject(contribution) ||
    textAt(contribution, 'type') !== 'ms.vss-releaseartifact.release-artifact-type'
  ) {
    return contribution;
  }
  const properties = contribution['properties'];
  if (!isObject(properties)) return contribution;
  return {
    ...contribution,
    properties: {
      ...suffixed(properties, { name: 'Dev', displayName: ' (dev)' }),
      downloadTaskId: devGuid(textAt(properties, 'downloadTaskId') ?? ''),
    },
  };
}
