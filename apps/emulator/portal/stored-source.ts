// What a definition would store for a completed dialog, and what a release would make of it.
import type { PickedValue } from '../azure-devops/data-sources/input-value.ts';
import type { ArtifactType } from '../azure-devops/extensions/artifact-type.ts';
import {
  defaultVersion,
  linksOf,
  versionsOf,
  type ArtifactLookupContext,
} from '../azure-devops/releases/artifact-lookup.ts';
import type { NamedValue } from '../azure-devops/releases/release.ts';
import { sourceIdOf } from '../azure-devops/releases/source-id.ts';
import type { DialogField } from './dialog-fields.ts';
import { valuesOf } from './dialog-fields.ts';

export interface StoredSource {
  readonly alias: string;
  readonly sourceId: string;
  /** Newest first, as the server's own call gives them. */
  readonly versions: readonly PickedValue[];
  /** What a release takes by itself; undefined when it asks. */
  readonly version?: NamedValue;
  readonly links: Readonly<Record<string, string>>;
}

/** Throws what the server would answer to saving the source. */
export async function storedSource(
  context: ArtifactLookupContext,
  type: ArtifactType,
  fields: readonly DialogField[],
): Promise<StoredSource> {
  const values = valuesOf(fields);
  const sourceId = sourceIdOf(type, values);
  const alias = `_${values['definition'] ?? type.name}`;
  const definitionReference = Object.fromEntries(
    fields.map(({ input, value, options }) => [
      input.id,
      { id: value, name: options?.find((option) => option.value === value)?.displayValue ?? value },
    ]),
  );
  const source = { alias, type: type.name, sourceId, definitionReference };
  const versions = await versionsOf(context, source);
  const asks = values['defaultVersionType'] === 'selectDuringReleaseCreationType';
  const version = asks ? undefined : await defaultVersion(context, source);
  const links = version === undefined ? {} : await linksOf(context, source, version);
  return {
    alias,
    sourceId,
    versions,
    ...(version === undefined ? {} : { version }),
    links: Object.fromEntries(Object.entries(links).map(([target, { id }]) => [target, id])),
  };
}
