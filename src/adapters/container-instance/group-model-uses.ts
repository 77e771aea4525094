// The models of container groups in a workspace's resource group, as far as their tags tell.
import * as z from 'zod';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { ModelUse } from '../../core/lineage/model-use.ts';
import { usesByTags } from '../../core/lineage/uses-by-tags.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { ModelUses } from '../../ports/model-uses.ts';

const groupShape = z.object({
  name: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.object({ provisioningState: z.string().default('Unknown') }),
});
type Group = z.infer<typeof groupShape>;

/** The part of a client of Azure Resource Manager that is used; its api-version is that of container groups. */
export interface GroupLists {
  list(path: string, schema: z.ZodType<Group>): AsyncIterable<Group>;
}

const usesIn = ({ name, tags, properties }: Group, workspace: Workspace): readonly ModelUse[] =>
  usesByTags(
    { kind: 'container group', service: name, state: properties.provisioningState, tags: tags ?? {} },
    workspace,
  );

/** A subscription that has never had a container group may not even know them. */
const isUnknownThere = (error: unknown): boolean =>
  isExtensionError(error) && /not registered to use namespace/i.test(error.message);

const pathOf = ({ subscriptionId, resourceGroup }: Workspace): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${encodeURIComponent(resourceGroup)}/providers/Microsoft.ContainerInstance/containerGroups`;

export const createGroupModelUses = (arm: GroupLists): ModelUses => ({
  what: 'container groups',
  isOptional: true,
  async list(workspace) {
    const found: ModelUse[] = [];
    try {
      for await (const group of arm.list(pathOf(workspace), groupShape))
        found.push(...usesIn(group, workspace));
    } catch (error) {
      if (!isUnknownThere(error)) throw error;
    }
    return found;
  },
});
