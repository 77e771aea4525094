// The identity under which a hook is stored: one hook serves every source whose type and normalised identifier are the same.
import type { ServiceConnection } from '../connections/service-connection.ts';
import { renderTemplate } from '../data-sources/template-renderer.ts';
import type { ArtifactType } from '../extensions/artifact-type.ts';
import { invalidRequest } from '../rest/vss-error.ts';

/** Limits of the hook store, in characters. */
const maxTypeLength = 256;
const maxIdentifierLength = 2048;

export interface HookKey {
  readonly artifactType: string;
  /** `uniqueSourceIdentifier` with the connection's URL and the project's id; at server level the URL alone. */
  readonly identifier: string;
}

export interface HookSource {
  readonly type: ArtifactType;
  readonly connection: ServiceConnection;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Throws VssError 400 when the store would not hold it. */
export function hookKeyOf({ type, connection, inputs }: HookSource, projectId: string): HookKey {
  const url = connection.url.replace(/\/+$/, '');
  const identifier =
    type.artifactTriggerConfiguration?.isWebhookSupportedAtServerLevel === true
      ? url
      : renderTemplate(type.uniqueSourceIdentifier, { ...inputs, connection: url, project: projectId });
  if (type.name.length > maxTypeLength)
    throw invalidRequest(`The artifact type '${type.name}' is longer than ${maxTypeLength} characters.`);
  if (identifier.length > maxIdentifierLength)
    throw invalidRequest(
      `The web hook identifier '${identifier}' is longer than ${maxIdentifierLength} characters.`,
    );
  return { artifactType: type.name, identifier };
}

/** Identifiers are compared as the database does, without regard to case. */
export function sameKey(left: HookKey, right: HookKey): boolean {
  return (
    left.artifactType.toLowerCase() === right.artifactType.toLowerCase() &&
    left.identifier.toLowerCase() === right.identifier.toLowerCase()
  );
}
