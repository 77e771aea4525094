// What Azure DevOps is told: one flat object, since the YAML way takes nothing else and the classic way renders its
// templates over it. Everything beside the version is in it because a source is matched by all of that.
import { createHash } from 'node:crypto';
import type { ModelVersion } from '../model/version.ts';
import { identityOf } from '../watch/history.ts';
import { sourceId } from '../model/source.ts';
import type { Workspace } from '../workspace.ts';

/**
 * The raw body: it is signed as it stands, so it is written once and never parsed again.
 *
 * @param tags the artifact's tag filter as it wrote it; empty for none
 */
export function hookPayload(
  { subscriptionId: subscription, resourceGroup, name: workspace }: Workspace,
  { model: definition, version }: ModelVersion,
  tags: string,
): string {
  const place = { subscription, resourceGroup, workspace };
  return JSON.stringify({ definition, version, ...place, ...(tags === '' ? {} : { tags }) });
}

/**
 * One text for one version to one hook, the secret included: whoever knows the address only can neither mark a version
 * as forwarded nor join a forwarding under way. Hashed, as it outlives the delivery.
 */
export function forwardingKey(
  hook: { readonly url: string; readonly secret: string },
  workspace: Workspace,
  version: ModelVersion,
): string {
  const parts = [hook.url, hook.secret, sourceId(workspace), version.model, identityOf(version)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
