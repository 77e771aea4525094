// The keys that callers of a container group present: nobody stores those that nobody chose, whoever may list the registry's
// credentials derives them again.
import { fail } from '../../../core/errors/catalogue.ts';
import { keysTag } from '../../../core/plan/targets/container-group-tags.ts';
import { registryNamed } from '../../../core/plan/targets/registry-build.ts';
import type { Workspace } from '../../../core/workspace.ts';
import type { ContainerGroup, ContainerGroups } from '../../../ports/container-groups.ts';
import type { KeyPair } from '../../../ports/endpoint-keys.ts';
import type { ImageBuilds } from '../../../ports/image-builds.ts';
import type { CallerKeys } from '../deploy-target.ts';
import { derivedKeys } from '../service-keys.ts';

export interface GroupKeyPorts {
  readonly builds: Pick<ImageBuilds, 'key' | 'registryOf'>;
  readonly groups: Pick<ContainerGroups, 'get'>;
}

/** What derived keys are for: the group, wherever it runs. */
export const keysFor = (password: string, { subscriptionId, resourceGroup }: Workspace, service: string) =>
  derivedKeys(password, `${subscriptionId}/${resourceGroup}/${service}`);

/** Whether callers of the group present a key. */
export const hasKeys = ({ tags }: ContainerGroup): boolean => (tags[keysTag] ?? 'none') !== 'none';

/**
 * The derived keys of a group that has some.
 *
 * @throws ServiceKeyUnknown for keys that only the deployment config knows
 */
export async function readGroupKeys(
  builds: GroupKeyPorts['builds'],
  workspace: Workspace,
  { name, tags, containers }: ContainerGroup,
): Promise<KeyPair> {
  if (tags[keysTag] !== 'registry') throw fail('ServiceKeyUnknown', { service: name });
  const server = containers[0]?.image.split('/', 1)[0] ?? '';
  const own = await builds.registryOf(workspace);
  const registry = own?.server === server ? own : registryNamed(workspace, server);
  const { password } = await builds.key(registry.id);
  const { primaryKey, secondaryKey } = keysFor(password, workspace, name);
  return { primary: primaryKey, secondary: secondaryKey };
}

/** Cannot make new ones: only a deployment writes what the proxy lets in. */
export const groupKeys = ({ builds, groups }: GroupKeyPorts): CallerKeys => ({
  async read(workspace, service) {
    const group = await groups.get({ workspace, group: service });
    if (group) return readGroupKeys(builds, workspace, group);
    throw fail('AzureResourceNotFound', { resource: `containerGroups/${service}` });
  },
});
