// What every client of Azure Resource Manager is made from.
import type { TokenCredential } from '@azure/core-auth';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Quota } from '../../../ports/quota.ts';

export interface ArmClientOptions {
  readonly connection: {
    /** Without a trailing slash. */
    readonly armUrl: string;
    readonly audience: string;
    readonly subscriptionId: string;
  };
  readonly credential: TokenCredential;
  readonly log: Log;
  readonly clock: Clock;
  readonly apiVersion?: string;
  /** In [0, 1), spreads the retries; default Math.random. */
  readonly random?: () => number;
  /** Shared by all that call this subscription with this credential; absent: only Retry-After of the call itself counts. */
  readonly quota?: Quota;
  /** How long one answer may take, in milliseconds. */
  readonly timeoutMilliseconds?: number;
}

/** The api-version of every call: the newest whose whole description the project checks its traffic against. */
export const defaultApiVersion = '2024-04-01';
