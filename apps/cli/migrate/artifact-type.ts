// The facts of our artifact type, from the contribution itself, so that what is migrated is what the server will compute.
import contribution from '../../../artifact-source/artifact-type.contribution.json' with { type: 'json' };
import type { ArtifactType, InputValue } from '../../../src/core/migration/options.ts';

interface Descriptor {
  readonly id: string;
  readonly values?: {
    readonly defaultValue?: string;
    readonly possibleValues?: readonly { value: string; displayValue: string }[];
  };
}

export function readArtifactType(): ArtifactType {
  const [type] = contribution.contributions;
  if (type === undefined) throw new Error('artifact-type.contribution.json contributes nothing.');
  const { name, uniqueSourceIdentifier, inputDescriptors, ...more } = type.properties;
  const descriptors: readonly Descriptor[] = inputDescriptors;
  const choices = new Map(descriptors.map(({ id, values }) => [id, values?.possibleValues ?? []]));
  const presets = descriptors.flatMap(({ id, values }): [string, InputValue][] => {
    const preset = choices.get(id)?.find(({ value }) => value === values?.defaultValue);
    return preset === undefined || id === versionType
      ? []
      : [[id, { id: preset.value, name: preset.displayValue }]];
  });
  return {
    name,
    uniqueSourceIdentifier,
    versionTypes: Object.fromEntries(
      (choices.get(versionType) ?? []).map(({ value, displayValue }) => [value, displayValue]),
    ),
    presets: Object.fromEntries(presets),
    needsRelay: 'artifactTriggerConfiguration' in more && choices.has('relayUrl'),
  };
}

// The retired type had this one too.
const versionType = 'defaultVersionType';
