// What a test orders for events: lost, late, doubled, or overtaken by later ones.
import { z } from 'zod';

export const eventFaultShape = z.strictObject({
  /** A part of the subject, case-insensitive; any subject when absent. */
  subject: z.string().optional(),
  times: z.int().min(1).default(1),
  /** The event is published after each of these: an empty list loses it, two double it. Milliseconds. */
  delaysMs: z.array(z.int().min(0)).max(10),
});

export type EventFault = z.infer<typeof eventFaultShape>;

export class EventFaultList {
  #orders: { fault: EventFault; left: number }[] = [];

  add(fault: EventFault): void {
    this.#orders.push({ fault, left: fault.times });
  }

  clear(): void {
    this.#orders = [];
  }

  /** After how many milliseconds, and so how often, an event about `subject` is published. */
  delaysOf(subject: string): readonly number[] {
    const order = this.#orders.find(
      ({ fault }) =>
        fault.subject === undefined || subject.toLowerCase().includes(fault.subject.toLowerCase()),
    );
    if (!order) return [0];
    order.left -= 1;
    if (order.left <= 0) this.#orders = this.#orders.filter((other) => other !== order);
    return order.fault.delaysMs;
  }
}
