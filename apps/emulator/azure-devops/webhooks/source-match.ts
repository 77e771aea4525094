// Matches what a payload says to stored sources: by the end of their source id, whatever the case.
import type { Json } from '../data-sources/template-path.ts';
import { renderTemplate } from '../data-sources/template-renderer.ts';
import type { ArtifactType } from '../extensions/artifact-type.ts';

/** `uniqueSourceIdentifier` without the connection, rendered with the values; what names nothing renders empty. */
export function sourceSuffix(type: ArtifactType, values: Json): string {
  const template = type.uniqueSourceIdentifier.replace(/\{\{\{?\s*connection\s*\}?\}\}/g, '');
  return renderTemplate(template.replace(/^:+|:+$/g, ''), values);
}

/** An empty suffix would be the end of every source id; it matches none. */
export function endsWithSuffix(sourceId: string, suffix: string): boolean {
  return suffix !== '' && sourceId.toLowerCase().endsWith(suffix.toLowerCase());
}
