// Waits until nothing changes a container group any more: before that the service refuses every further change.
import { isChanging } from '../../../core/deploy/group-state.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ContainerGroups, GroupRef } from '../../../ports/container-groups.ts';

/** The service gives up after half an hour. */
const limitMinutes = 40;
/** Where the service names no pause. */
const pauseMs = 2000;

/** @throws EndpointBusy */
export async function untilSettled(
  groups: Pick<ContainerGroups, 'get'>,
  ref: GroupRef,
  { clock }: { readonly clock: Clock },
): Promise<void> {
  const deadline = clock.now().getTime() + limitMinutes * 60_000;
  for (;;) {
    const group = await groups.get(ref);
    if (!group || !isChanging(group.provisioningState)) return;
    if (clock.now().getTime() >= deadline)
      throw fail('EndpointBusy', {
        ...{ endpoint: ref.group, state: group.provisioningState, minutes: limitMinutes },
      });
    await clock.sleep(group.pauseMs ?? pauseMs);
  }
}
