// Faults that a test orders: the next calls that match answer with an error, late, in part, from the past, or not at all.
import { z } from 'zod';

export interface FaultRule {
  /** Any method when absent. */
  readonly method?: string;
  /** A part of the path, case-insensitive; any path when absent. */
  readonly path?: string;
  /** How many matching calls are hit. */
  readonly times: number;
  /** The status to answer with; 0 breaks the connection; absent means the call goes through (after the delay). */
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  /** Sent as Retry-After. */
  readonly retryAfterSeconds?: number;
  readonly delayMs?: number;
  /** The call has its effect before all that: its answer is what is lost. */
  readonly afterEffect?: boolean;
  /** The connection breaks in the middle of the answer. */
  readonly torn?: boolean;
  /**
   * The first call of a path goes through, and what it was answered is the answer to the next `times` of the same address. So
   * are further pages of the list: it is one from the past as a whole.
   */
  readonly stale?: boolean;
}

/** An order as it comes over the control address. */
export const faultShape = z
  .strictObject({
    method: z.string().optional(),
    path: z.string().optional(),
    times: z.int().min(1).default(1),
    status: z.int().min(0).max(599).optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    retryAfterSeconds: z.int().min(0).optional(),
    delayMs: z.int().min(0).optional(),
    afterEffect: z.boolean().optional(),
    torn: z.boolean().optional(),
    stale: z.boolean().optional(),
  })
  .refine(({ afterEffect, status }) => afterEffect !== true || status !== undefined, {
    message: 'afterEffect needs a status',
  })
  .refine(
    ({ status, torn, stale }) => [status !== undefined, torn, stale].filter(Boolean).length <= 1,
    'status, torn and stale exclude one another',
  );

/** @returns the rule without what was not said */
export function asFaultRule(parsed: z.infer<typeof faultShape>): FaultRule {
  return Object.fromEntries(
    Object.entries(parsed).filter(([, value]) => value !== undefined),
  ) as unknown as FaultRule;
}

export interface KeptAnswer {
  readonly status: number;
  readonly type: string;
  readonly payload: string;
}

/** What happens to one call. */
export interface TakenFault {
  readonly rule: FaultRule;
  /** Of a stale rule: what to answer, or, while there is nothing, whom to tell the answer. */
  readonly kept?: KeptAnswer;
  readonly keep?: (answer: KeptAnswer) => void;
}

interface Order {
  readonly rule: FaultRule;
  left: number;
  /** By method and address. */
  readonly kept: Map<string, KeptAnswer>;
  /** The address that each path was asked at first; those that follow are further pages. */
  readonly first: Map<string, string>;
}

const furtherPage = /[?&](\$|%24)?(skip|continuationToken)=/i;

export class FaultList {
  #orders: Order[] = [];

  /** @returns takes the order back, as far as it has not been met */
  add(rule: FaultRule): () => void {
    const order: Order = { rule, left: rule.times, kept: new Map(), first: new Map() };
    this.#orders.push(order);
    return () => {
      this.#orders = this.#orders.filter((other) => other !== order);
    };
  }

  clear(): void {
    this.#orders = [];
  }

  /** What is still ordered. */
  pending(): readonly FaultRule[] {
    return this.#orders.map(({ rule, left }) => ({ ...rule, times: left }));
  }

  /** What the first rule that matches does to a call; it is used up by one. */
  take(method: string, url: string): TakenFault | undefined {
    const path = url.split('?')[0]?.toLowerCase() ?? '';
    const order = this.#orders.find(
      ({ rule }) =>
        (rule.method === undefined || rule.method.toUpperCase() === method) &&
        (rule.path === undefined || path.includes(rule.path.toLowerCase())),
    );
    if (!order) return undefined;
    if (order.rule.stale === true) return this.#past(order, `${method} ${path}`, `${method} ${url}`);
    this.#use(order);
    return { rule: order.rule };
  }

  #past(order: Order, path: string, address: string): TakenFault {
    const { rule, kept, first } = order;
    const past = kept.get(address);
    if (!past) {
      // Ordered while a list was being read: its further pages alone would not be a list from one moment.
      if (!first.has(path) && furtherPage.test(address)) return { rule };
      if (!first.has(path)) first.set(path, address);
      return { rule, keep: (answer) => void kept.set(address, answer) };
    }
    // Reading a list of many pages is one use.
    if (first.get(path) === address) this.#use(order);
    return { rule, kept: past };
  }

  #use(order: Order): void {
    order.left -= 1;
    if (order.left <= 0) this.#orders = this.#orders.filter((other) => other !== order);
  }
}
