// Where a verb that only reads may look: the workspace, or a registry that it can see.
import { text } from '../../../src/core/command-line/flag.ts';
import type { ModelSource } from '../../../src/core/model/source.ts';
import type { Session } from './session.ts';
import { invalidFor } from './verb.ts';

export const registryFlag = {
  registry: text('REGISTRY', "in this registry of the workspace's subscription, and not in the workspace"),
};

/** @throws CommandArgumentsInvalid if the subscription has no such registry */
export async function sourceNamed(
  { workspace, ports }: Session,
  registry: string | undefined,
  verb: string,
): Promise<ModelSource> {
  if (registry === undefined) return workspace;
  const { subscriptionId } = workspace;
  const found = await ports.sources.registry(subscriptionId, registry);
  if (found !== undefined) return found;
  throw invalidFor(verb)(`subscription '${subscriptionId}' has no registry '${registry}' that you can see`);
}
