// The event subscriptions of native triggers: which belong to a hook that Azure DevOps knows, and which were left behind.
import { type HookStanding, judgeHook } from '../core/event-hooks/hook-standing.ts';
import { type HookAddress, hookAddressOf, modelOf } from '../core/event-hooks/own-subscription.ts';
import type { ModelSource } from '../core/model/source.ts';
import { type AllowedAddresses, forwardAddress } from '../core/relay/forward-address.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventSubscriptions, HookDoor } from '../ports/event-hooks.ts';

export interface EventHookPorts {
  readonly subscriptions: EventSubscriptions;
  readonly door: HookDoor;
  readonly clock: Clock;
}

export interface EventHook extends HookStanding {
  /** Of the event subscription. */
  readonly name: string;
  readonly model: string;
  /** Host and organization of the hook; absent where nobody may ask. */
  readonly hook?: string;
  readonly createdAt?: string;
}

export interface EventHooks {
  readonly hooks: readonly EventHook[];
  /** How many event subscriptions are none of ours: nothing is said and nothing done about them. */
  readonly others: number;
}

/** @param allowed the addresses that may be asked */
export async function listEventHooks(
  source: ModelSource,
  allowed: AllowedAddresses,
  ports: EventHookPorts,
): Promise<EventHooks> {
  const hooks: EventHook[] = [];
  let others = 0;
  for (const subscription of await ports.subscriptions.list(source)) {
    const address = hookAddressOf(subscription);
    if (address === undefined) {
      others += 1;
      continue;
    }
    const { name, createdAt } = subscription;
    const made = createdAt === undefined ? {} : { createdAt };
    hooks.push({
      name,
      model: modelOf(subscription),
      ...made,
      ...(await ask(address, createdAt, allowed, ports)),
    });
  }
  return { hooks, others };
}

async function ask(
  address: HookAddress,
  createdAt: string | undefined,
  allowed: AllowedAddresses,
  { door, clock }: EventHookPorts,
): Promise<HookStanding & Pick<EventHook, 'hook'>> {
  const target = forwardAddress(address.url, allowed);
  if ('problem' in target) {
    const problem = `its hook was not asked, as ${target.problem.replace('the relay forwards to', 'was named')}`;
    return judgeHook(address, { problem }, createdAt, clock.now());
  }
  const asked = await door.knock(target.url);
  return { ...judgeHook(address, asked, createdAt, clock.now()), hook: target.shown };
}

/** Deletes those that `listEventHooks` found orphaned, and tells of each as soon as it is gone. */
export async function deleteOrphans(
  source: ModelSource,
  { hooks }: EventHooks,
  { subscriptions }: Pick<EventHookPorts, 'subscriptions'>,
  onDeleted: (hook: EventHook) => void,
): Promise<void> {
  for (const hook of hooks) {
    if (hook.standing !== 'orphaned') continue;
    await subscriptions.delete(source, hook.name);
    onDeleted(hook);
  }
}
