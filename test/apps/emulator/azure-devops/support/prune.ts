// What `azureml-release hooks prune --yes` does, on the fake Azure of a test and the emulated Azure DevOps.
import { hookDoor } from '../../../../../src/adapters/release-hook/hook-door.ts';
import { allowedAddresses } from '../../../../../src/core/relay/forward-address.ts';
import { type EventHooks, deleteOrphans, listEventHooks } from '../../../../../src/flows/event-hooks.ts';
import type { EventSubscriptions } from '../../../../../src/ports/event-hooks.ts';
import { createAutoClock } from '../../../../support/auto-clock.ts';
import { trustAuthority } from '../../../../support/trust-authority.ts';
import type { Triggering } from './triggering.ts';

const workspace = { subscriptionId: 's', resourceGroup: 'rg', name: 'ws' };

/** @returns what it found before it deleted */
export async function prune({ running }: Triggering): Promise<EventHooks> {
  trustAuthority(running.caPem);
  const stored = running.azure.subscriptions;
  const subscriptions: EventSubscriptions = {
    // The fixture's type keeps the address in a field of its own; ours in the label.
    list: () =>
      Promise.resolve(
        [...stored].map(([name, { payloadUrl }]) => ({
          name,
          labels: [String(payloadUrl)],
          eventTypes: ['Microsoft.MachineLearningServices.ModelRegistered'],
          subjectPrefix: 'models/fraud:',
          headers: ['X-AzureML-Payload-Url', 'X-AzureML-Secret'],
          createdAt: '2026-11-20T00:00:00Z',
        })),
      ),
    delete: (_source, name) => Promise.resolve(void stored.delete(name)),
  };
  const ports = { subscriptions, door: hookDoor, clock: createAutoClock() };
  const allowed = allowedAddresses(running.devops.organizationUrl);
  const found = await listEventHooks(workspace, allowed, ports);
  await deleteOrphans(workspace, found, ports, () => undefined);
  return found;
}
