// The facts of our artifact type, from the contribution itself, so that what is migrated is what the server will compute.
import contribution from '../../../artifact-source/artifact-type.contribution.json' with { type: 'json' };
import type { ArtifactType } from '../../../src/core/migration/options.ts';

interface Descriptor {
  readonly id: string;
  readonly values?: { readonly possibleValues?: readonly { value: string; displayValue: string }[] };
}

export function readArtifactType(): ArtifactType {
  const [type] = contribution.contributions;
  if (type === undefined) throw new Error('artifact-type.contribution.json contributes nothing.');
  const descriptors: readonly Descriptor[] = type.properties.inputDescriptors;
  const choices = descriptors.find(({ id }) => id === 'defaultVersionType')?.values?.possibleValues ?? [];
  return {
    name: type.properties.name,
    uniqueSourceIdentifier: type.properties.uniqueSourceIdentifier,
    versionTypes: Object.fromEntries(choices.map(({ value, displayValue }) => [value, displayValue])),
  };
}
