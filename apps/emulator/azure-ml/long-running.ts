// Long-running operations: started by a PUT, PATCH, DELETE or POST, followed by their status or their result address.
import { randomUUID } from 'node:crypto';
import type { ErrorDetail } from '../arm/arm-error.ts';
import { operationStatusVersion } from '../arm/api-versions.ts';
import { param, type Answer, type Operation } from '../arm/operation.ts';
import type { Time } from '../kernel/time.ts';
import { mlErrors } from './ml-error.ts';
import { provider, type WorkspaceScope } from './scope.ts';

/** An operation that ends in a failure which the service explains. */
export class OperationFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Tracked {
  readonly id: string;
  readonly startTime: string;
  status: 'InProgress' | 'Succeeded' | 'Failed';
  endTime?: string;
  error?: ErrorDetail;
  /** What the result address shows at the end; undefined for nothing. */
  readonly result: () => unknown;
  done: Promise<void>;
}

export interface OperationSpec {
  /** The id's prefix: kind of resource, as the service abbreviates it (those of batch and compute are our reading). */
  readonly prefix: 'oeidp' | 'odidp' | 'beidp' | 'bdidp' | 'comp' | 'job' | 'arsidp';
  readonly work: (signal: AbortSignal) => Promise<void>;
  readonly result?: () => unknown;
}

export interface TrackerOptions {
  readonly scope: WorkspaceScope;
  readonly time: Time;
  /** How long every operation takes at least, so that clients see it running. Milliseconds. */
  readonly minimumMs: number;
  /** What Retry-After tells clients that follow an operation. Seconds. */
  readonly retryAfterSeconds: number;
  readonly log: (line: string) => void;
}

/** What the first 202 says: the official description allows 10 to 600 seconds. */
const firstRetryAfterSeconds = 10;

/** Computes belong to an older part of the service, whose operations have addresses of their own. */
const addresses = {
  mfe: { status: 'mfeOperationsStatus', result: 'mfeOperationResults' },
  compute: { status: 'computeOperationsStatus', result: 'computeOperationResults' },
} as const;

/** The service gives operations this long. */
const operationTimeout = 'PT2H';

export class OperationTracker {
  readonly #operations = new Map<string, Tracked>();
  readonly #options: TrackerOptions;
  readonly #closing = new AbortController();

  constructor(options: TrackerOptions) {
    this.#options = options;
  }

  /** Starts the work and gives the operation's id. The work never rejects towards the caller. */
  start({ prefix, work, result = () => undefined }: OperationSpec): string {
    const { time, scope } = this.#options;
    const id = `${prefix}:${scope.workspaceId}:${randomUUID()}`;
    const tracked: Tracked = {
      id,
      startTime: time.now().toISOString(),
      status: 'InProgress',
      result,
      done: Promise.resolve(),
    };
    this.#operations.set(id, tracked);
    tracked.done = this.#run(tracked, work);
    return id;
  }

  async #run(tracked: Tracked, work: OperationSpec['work']): Promise<void> {
    const { time, minimumMs, log } = this.#options;
    const { signal } = this.#closing;
    try {
      await time.wait(minimumMs, signal);
      await work(signal);
      tracked.status = 'Succeeded';
    } catch (error) {
      tracked.status = 'Failed';
      if (!(error instanceof OperationFailure) && !signal.aborted)
        log(`operation ${tracked.id}: ${error instanceof Error ? (error.stack ?? '') : 'failed'}`);
      tracked.error =
        error instanceof OperationFailure
          ? { code: error.code, message: error.message }
          : { code: 'InternalServerError', message: 'An internal error occurred.' };
    }
    tracked.endTime = time.now().toISOString();
  }

  #url(origin: string, of: 'status' | 'result', id: string): string {
    const { subscriptionId, location } = this.#options.scope;
    const kind = addresses[id.startsWith('comp:') ? 'compute' : 'mfe'][of];
    return `${origin}/subscriptions/${subscriptionId}/providers/${provider}/locations/${location}/${kind}/${id}?api-version=${operationStatusVersion}`;
  }

  statusUrl(origin: string, id: string): string {
    return this.#url(origin, 'status', id);
  }

  /** The headers of a PUT's answer. */
  statusHeaders(origin: string, id: string): Record<string, string> {
    return {
      'azure-asyncoperation': this.statusUrl(origin, id),
      'x-ms-async-operation-timeout': operationTimeout,
    };
  }

  /** The headers of a 202 to PATCH, DELETE or POST. */
  locationHeaders(origin: string, id: string): Record<string, string> {
    return {
      location: this.#url(origin, 'result', id),
      'retry-after': String(firstRetryAfterSeconds),
      'x-ms-async-operation-timeout': operationTimeout,
    };
  }

  #find(id: string): Tracked {
    const tracked = this.#operations.get(id);
    if (!tracked) throw mlErrors.notFound(`Operation '${id}' was not found.`);
    return tracked;
  }

  status(id: string): Answer {
    const { status, startTime, endTime, error } = this.#find(id);
    const running = status === 'InProgress';
    return {
      status: 200,
      ...(running ? { headers: { 'retry-after': String(this.#options.retryAfterSeconds) } } : {}),
      body: {
        status,
        startTime,
        ...(endTime === undefined ? {} : { endTime }),
        ...(error === undefined ? {} : { error }),
      },
    };
  }

  result(id: string, origin: string): Answer {
    const tracked = this.#find(id);
    switch (tracked.status) {
      case 'InProgress':
        return {
          status: 202,
          headers: {
            ...this.locationHeaders(origin, id),
            'retry-after': String(this.#options.retryAfterSeconds),
          },
        };
      case 'Failed':
        return { status: 400, body: { error: tracked.error } };
      case 'Succeeded': {
        const body = tracked.result();
        return body === undefined ? { status: 204 } : { status: 200, body };
      }
    }
  }

  operations(): readonly Operation[] {
    const base = `/subscriptions/:subscriptionId/providers/${provider}/locations/:location`;
    return Object.values(addresses).flatMap(({ status, result }) => [
      {
        method: 'GET',
        path: `${base}/${status}/:id`,
        query: [],
        handle: (call) => this.status(param(call, 'id')),
      },
      {
        method: 'GET',
        path: `${base}/${result}/:id`,
        query: [],
        handle: (call) => this.result(param(call, 'id'), call.origin),
      },
    ]);
  }

  /** Breaks off what runs and waits until it has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#operations.values()].map(({ done }) => done));
  }
}
