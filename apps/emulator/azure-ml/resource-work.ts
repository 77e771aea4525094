// What PUT, PATCH and DELETE of a kept resource start, and how the service answers them.
import type { Answer, OperationCall } from '../arm/operation.ts';
import type { Kept, ProvisioningState } from './kept.ts';
import type { OperationSpec, OperationTracker } from './long-running.ts';
import { modified, type Stamps } from './system-data.ts';

type Work = (signal: AbortSignal) => Promise<void> | void;

/** Starts the work on the resource, which is busy until it ends and failed when it fails; the operation's id. */
export function workOn(
  resource: Kept<unknown>,
  state: ProvisioningState,
  tracker: OperationTracker,
  { work, ...spec }: Omit<OperationSpec, 'work'> & { readonly work: Work },
): string {
  resource.busy = true;
  resource.provisioningState = state;
  return tracker.start({
    ...spec,
    work: async (signal) => {
      try {
        await work(signal);
        resource.provisioningState = 'Succeeded';
      } catch (error) {
        resource.provisioningState = 'Failed';
        throw error;
      } finally {
        resource.busy = false;
      }
    },
  });
}

export interface Worker {
  readonly tracker: OperationTracker;
  readonly stamps: Stamps;
}

/** What a request wants done. */
export interface Wish {
  readonly prefix: OperationSpec['prefix'];
  readonly call: OperationCall;
  readonly work: Work;
  /** The resource as ARM shows it. */
  readonly view: () => unknown;
}

/** Answers a PUT with the resource as it is while the work begins. */
export function answerPut(
  resource: Kept<unknown>,
  { prefix, call, work, view, at, isNew }: Wish & { readonly at: string; readonly isNew: boolean },
  { tracker }: Worker,
): Answer {
  resource.systemData = modified(resource.systemData, at, call.caller);
  const id = workOn(resource, isNew ? 'Creating' : 'Updating', tracker, { prefix, work });
  resource.lastOperationUrl = tracker.statusUrl(call.origin, id);
  return { status: isNew ? 201 : 200, headers: tracker.statusHeaders(call.origin, id), body: view() };
}

/** Answers a PATCH; its result address shows the resource at the end. */
export function answerPatch(
  resource: Kept<unknown>,
  { prefix, call, work, view, state = 'Updating' }: Wish & { readonly state?: ProvisioningState },
  { tracker, stamps }: Worker,
): Answer {
  const id = workOn(resource, state, tracker, {
    prefix,
    work: async (signal) => {
      await work(signal);
      resource.systemData = modified(resource.systemData, stamps.next(), call.caller);
    },
    result: view,
  });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}

export function answerDelete(
  resource: Kept<unknown>,
  { prefix, call, work }: Omit<Wish, 'view'>,
  { tracker }: Pick<Worker, 'tracker'>,
): Answer {
  const id = workOn(resource, 'Deleting', tracker, { prefix, work });
  return { status: 202, headers: tracker.locationHeaders(call.origin, id) };
}
