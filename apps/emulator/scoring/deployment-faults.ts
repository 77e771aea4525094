// Failures that a test or a lesson orders for a deployment: while it starts, or while it answers.
import { z } from 'zod';

const which = {
  /** A part of the name, case-insensitive; any endpoint when absent. */
  endpoint: z.string().optional(),
  deployment: z.string().optional(),
};

const start = z.strictObject({
  ...which,
  kind: z.enum(['image-build-fails', 'never-ready', 'out-of-quota', 'stuck']),
  /** How many starts it hits; `stuck` lasts until it is forgotten. */
  times: z.int().min(1).default(1),
});

const answers = {
  ...which,
  /** Answers that go well first: 500 after success. */
  after: z.int().min(0).default(0),
  /** The part of the answers that it hits. */
  rate: z.number().min(0).max(1).default(1),
};

/** An order as it comes over the control address. */
export const deploymentFaultShape = z.discriminatedUnion('kind', [
  start,
  z.strictObject({
    ...answers,
    kind: z.literal('failing-answers'),
    status: z.int().min(400).max(599).default(500),
  }),
  z.strictObject({ ...answers, kind: z.literal('slow-answers'), delayMs: z.int().min(1) }),
]);

export type DeploymentFault = z.infer<typeof deploymentFaultShape>;
export type StartFault = Extract<DeploymentFault, { readonly times: number }>;

/** What happens to one answer. */
export interface AnswerFault {
  readonly delayMs: number;
  /** What the container says instead of its own answer. */
  readonly status?: number;
}

interface Order {
  readonly fault: DeploymentFault;
  /** Starts or answers that it met. */
  met: number;
}

const fits = (part: string | undefined, name: string): boolean =>
  part === undefined || name.toLowerCase().includes(part.toLowerCase());

export class DeploymentFaultList {
  #orders: Order[] = [];

  /** @returns takes the order back, as far as it has not been met */
  add(fault: z.input<typeof deploymentFaultShape>): () => void {
    const order: Order = { fault: deploymentFaultShape.parse(fault), met: 0 };
    this.#orders.push(order);
    return () => {
      this.#orders = this.#orders.filter((other) => other !== order);
    };
  }

  clear(): void {
    this.#orders = [];
  }

  pending(): readonly DeploymentFault[] {
    return this.#orders.map(({ fault }) => fault);
  }

  #of(endpoint: string, deployment: string): readonly Order[] {
    return this.#orders.filter(
      ({ fault }) => fits(fault.endpoint, endpoint) && fits(fault.deployment, deployment),
    );
  }

  /** What the first order does to a start; it is used up by one. */
  takeStart(endpoint: string, deployment: string): StartFault['kind'] | undefined {
    const order = this.#of(endpoint, deployment).find(({ fault }) => 'times' in fault);
    if (!order || !('times' in order.fault)) return undefined;
    const { kind, times } = order.fault;
    order.met += 1;
    if (kind !== 'stuck' && order.met >= times) this.#orders = this.#orders.filter((one) => one !== order);
    return kind;
  }

  isStuck(endpoint: string, deployment: string): boolean {
    return this.#of(endpoint, deployment).some(({ fault }) => fault.kind === 'stuck');
  }

  /** @param die from 0 up to, not including, 1 */
  takeAnswer(endpoint: string, deployment: string, die: number): AnswerFault {
    let delayMs = 0;
    let status: number | undefined;
    for (const order of this.#of(endpoint, deployment)) {
      const { fault } = order;
      if ('times' in fault) continue;
      order.met += 1;
      if (order.met <= fault.after || die >= fault.rate) continue;
      if (fault.kind === 'slow-answers') delayMs += fault.delayMs;
      else status ??= fault.status;
    }
    return status === undefined ? { delayMs } : { delayMs, status };
  }
}
