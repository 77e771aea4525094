// How long the road from registration to prediction took, and how much of it the product could have shortened.
import type { Journey } from './journey.ts';

export interface MeasuredTimes {
  /** Milliseconds from "registered" to "predicted". */
  readonly total: number;
  /** Waiting for the next look at the registry. */
  readonly untilSeen: number;
  /** From seen to the release being there. */
  readonly untilFired: number;
  /** Inside the service: creating environment, endpoint and deployment until they are ready. */
  readonly service: number;
  /** Everything else: deciding, downloading, uploading, planning, starting tasks, testing, moving traffic. */
  readonly ours: number;
}

// The deploy flow's own log: "Step 3 of 6: create endpoint …" and "Step 3 of 6 done after 2.1 s."
const stepLine = /Step (\d+) of \d+: (\w+) (\w+)/g;
const doneLine = /Step (\d+) of \d+ done after ([\d.]+) s/g;

/** Milliseconds of the steps that wait for the service to create something. */
function serviceTime(log: string): number {
  const waiting = new Set<string>();
  for (const [, number = '', verb, what] of log.matchAll(stepLine))
    if (verb === 'create' && (what === 'endpoint' || what === 'deployment')) waiting.add(number);
  let total = 0;
  for (const [, number = '', seconds = '0'] of log.matchAll(doneLine))
    if (waiting.has(number)) total += Number(seconds) * 1000;
  return total;
}

export function measuredTimes(
  journey: Pick<Journey, 'registeredAt' | 'seenAt' | 'firedAt' | 'predictedAt' | 'tasks'>,
): MeasuredTimes {
  const { registeredAt, seenAt, firedAt, predictedAt, tasks } = journey;
  const total = predictedAt - registeredAt;
  const untilSeen = seenAt - registeredAt;
  const service = tasks.reduce((sum, { log }) => sum + serviceTime(log), 0);
  const rounded = (value: number) => Math.round(value);
  return {
    total: rounded(total),
    untilSeen: rounded(untilSeen),
    untilFired: rounded(firedAt - seenAt),
    service: rounded(service),
    ours: rounded(total - untilSeen - service),
  };
}
