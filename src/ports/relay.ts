// What the relay needs of the outside: a hook to forward to, and somewhere to tell what happens.
import type { RelayEvent } from '../core/relay/relay-event.ts';

export interface HookCall {
  readonly url: string;
  readonly secret: string;
  /** Sent and signed byte for byte. */
  readonly body: string;
}

export interface HookAnswer {
  readonly status: number;
  /** How long the service wants no further call. */
  readonly retryAfterMilliseconds?: number;
}

export interface ReleaseHook {
  /**
   * Posts the signed body once; redirects are not followed. Any status is an answer.
   * @throws HookNotReachable if there is none, also when `signal` aborts first
   */
  post(call: HookCall, signal: AbortSignal): Promise<HookAnswer>;
}

export interface RelayEvents {
  emit(event: RelayEvent): void;
}

/** One request of Event Grid. */
export interface RelayRequest {
  /** Who calls, e.g. an IP address. */
  readonly source: string;
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  readonly body: string;
  /** When it began to arrive. */
  readonly arrivedAt: Date;
}

export interface RelayAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
}

export interface Relay {
  /** Answers Event Grid's POST, within the delivery's own deadline. */
  deliver(request: RelayRequest): Promise<RelayAnswer>;
  /** Answers the OPTIONS of CloudEvents. */
  handshake(request: Omit<RelayRequest, 'body'>): RelayAnswer;
}
