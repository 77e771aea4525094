// Reads a payload that a web hook received, and maps it to the values that the artifact type names.
import type { Json } from '../data-sources/template-path.ts';
import { renderTemplate } from '../data-sources/template-renderer.ts';
import type { ArtifactType } from '../extensions/artifact-type.ts';
import { invalidRequest } from '../rest/vss-error.ts';

/** What the server takes at most. */
export const maxPayloadBytes = 5 * 1024 * 1024;

/** Throws VssError 400 for anything but a JSON object or array. */
export function parsePayload(body: Buffer): Json {
  let payload: unknown;
  try {
    payload = JSON.parse(body.toString('utf8'));
  } catch {
    throw invalidRequest('The payload of the web hook is not JSON.');
  }
  if (typeof payload !== 'object' || payload === null)
    throw invalidRequest('The payload of the web hook is neither a JSON object nor an array.');
  return payload as Json;
}

/** Every key of `webhookPayloadMapping`, rendered over the payload. */
export function mappedValues(type: ArtifactType, payload: Json): Readonly<Record<string, string>> {
  const mapping = type.artifactTriggerConfiguration?.webhookPayloadMapping ?? {};
  return Object.fromEntries(
    Object.entries(mapping).map(([key, template]) => [key, renderTemplate(template, payload)]),
  );
}
