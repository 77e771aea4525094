// Long-running operations of container groups, followed by Azure-AsyncOperation.
import { randomUUID } from 'node:crypto';
import { containerOperationVersion } from '../arm/api-versions.ts';
import { param, type Operation } from '../arm/operation.ts';
import type { Time } from '../kernel/time.ts';
import { groupErrors } from './group-error.ts';
import { containerProvider } from './group-scope.ts';

interface Tracked {
  readonly id: string;
  readonly startTime: string;
  status: 'Pending' | 'Succeeded' | 'Failed';
  error?: { readonly code: string; readonly message: string };
  readonly events: () => readonly unknown[];
  done: Promise<void>;
}

export interface GroupOperationsOptions {
  readonly scope: { readonly subscriptionId: string; readonly location: string };
  readonly time: Time;
  /** How long every operation takes at least. Milliseconds. */
  readonly minimumMs: number;
  readonly log: (line: string) => void;
}

export class GroupOperations {
  readonly #operations = new Map<string, Tracked>();
  readonly #options: GroupOperationsOptions;
  readonly #closing = new AbortController();

  constructor(options: GroupOperationsOptions) {
    this.#options = options;
  }

  /** Starts the work and gives the headers of the answer. The work never rejects towards the caller. */
  start(
    origin: string,
    work: (signal: AbortSignal) => Promise<void>,
    events: () => readonly unknown[] = () => [],
  ): Record<string, string> {
    const { scope, time } = this.#options;
    const id = randomUUID();
    const startTime = time.now().toISOString();
    const tracked: Tracked = { id, startTime, status: 'Pending', events, done: Promise.resolve() };
    this.#operations.set(id, tracked);
    tracked.done = this.#run(tracked, work);
    const path = `/subscriptions/${scope.subscriptionId}/providers/${containerProvider}/locations/${scope.location}/operations/${id}`;
    return { 'azure-asyncoperation': `${origin}${path}?api-version=${containerOperationVersion}` };
  }

  async #run(tracked: Tracked, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { time, minimumMs, log } = this.#options;
    const { signal } = this.#closing;
    try {
      await time.wait(minimumMs, signal);
      await work(signal);
      tracked.status = 'Succeeded';
    } catch (error) {
      tracked.status = 'Failed';
      const message = error instanceof Error ? error.message : 'failed';
      if (!signal.aborted) log(`operation ${tracked.id}: ${message}`);
      tracked.error = { code: 'InternalError', message };
    }
  }

  operations(): readonly Operation[] {
    return [
      {
        method: 'GET',
        path: `/subscriptions/:subscriptionId/providers/${containerProvider}/locations/:location/operations/:id`,
        query: [],
        handle: (call) => {
          const tracked = this.#operations.get(param(call, 'id'));
          if (!tracked) throw groupErrors.operationNotFound(param(call, 'id'));
          const { status, startTime, error, events } = tracked;
          const body = { id: call.path, status, startTime, properties: { events: events() } };
          return {
            status: 200,
            ...(status === 'Pending' && { headers: { 'retry-after': '1' } }),
            body: { ...body, ...(error && { error }) },
          };
        },
      },
    ];
  }

  /** Breaks off what runs and waits until it has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#operations.values()].map(({ done }) => done));
  }
}
