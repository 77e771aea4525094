// The identity of an artifact source: the type's uniqueSourceIdentifier rendered over the source's inputs.
import { renderTemplate } from '../data-sources/template-renderer.ts';
import type { ArtifactType } from '../extensions/artifact-type.ts';
import { VssError } from '../rest/vss-error.ts';

/** The hook store keeps no longer source ids. */
const maxLength = 256;

/** e.g. `<connection id>:rg/ws:fraud`. Throws VssError 400 when it would be longer than 256 characters. */
export function sourceIdOf(type: ArtifactType, inputs: Readonly<Record<string, string>>): string {
  const id = renderTemplate(type.uniqueSourceIdentifier, inputs);
  if (id.length > maxLength)
    throw new VssError(
      400,
      'InvalidRequestException',
      `The source id '${id}' of the artifact type '${type.displayName}' is longer than ${maxLength} characters.`,
    );
  return id;
}
