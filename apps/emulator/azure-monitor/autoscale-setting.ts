// Autoscale settings: what may be written, and what they decide. Pure.
import { z } from 'zod';
import { insightsErrors } from './insights-error.ts';

const minutes = (least: number) =>
  z
    .string()
    .regex(/^PT(\d+H)?(\d+M)?$/, 'must be a duration such as PT5M')
    .refine((text) => minutesOf(text) >= least, `must be at least PT${least}M`);

export function minutesOf(duration: string): number {
  const [, hours, rest] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration) ?? [];
  return Number(hours ?? 0) * 60 + Number(rest ?? 0);
}

const whole = z.string().regex(/^\d+$/, 'must be a whole number as a text');

const rule = z.strictObject({
  metricTrigger: z.strictObject({
    metricName: z.string().min(1),
    metricNamespace: z.string().optional(),
    metricResourceUri: z.string().min(1),
    metricResourceLocation: z.string().optional(),
    timeGrain: minutes(1),
    statistic: z.enum(['Average', 'Min', 'Max', 'Sum', 'Count']),
    timeWindow: minutes(5),
    timeAggregation: z.enum(['Average', 'Minimum', 'Maximum', 'Total', 'Count', 'Last']),
    operator: z.enum([
      ...([
        'Equals',
        'NotEquals',
        'GreaterThan',
        'GreaterThanOrEqual',
        'LessThan',
        'LessThanOrEqual',
      ] as const),
    ]),
    threshold: z.number(),
    dividePerInstance: z.boolean().default(false),
    dimensions: z.array(z.unknown()).length(0, 'are not emulated').optional(),
  }),
  scaleAction: z.strictObject({
    direction: z.enum(['Increase', 'Decrease']),
    type: z.enum(['ChangeCount', 'PercentChangeCount', 'ExactCount']),
    value: whole.default('1'),
    cooldown: minutes(1),
  }),
});

const profile = z
  .strictObject({
    name: z.string().min(1),
    capacity: z.strictObject({ minimum: whole, maximum: whole, default: whole }),
    rules: z.array(rule).max(10),
  })
  .refine(
    ({ capacity }) =>
      Number(capacity.minimum) <= Number(capacity.default) &&
      Number(capacity.default) <= Number(capacity.maximum),
    'the capacity must be minimum <= default <= maximum',
  );

const settingBody = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  location: z.string().min(1),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z.strictObject({
    name: z.string().optional(),
    enabled: z.boolean().default(true),
    targetResourceUri: z.string().min(1),
    targetResourceLocation: z.string().optional(),
    profiles: z.array(profile).min(1).max(1, 'more than one profile, or one with times, is not emulated'),
    notifications: z.array(z.unknown()).max(0, 'are not emulated').nullish(),
  }),
});

export type AutoscaleSetting = z.infer<typeof settingBody>;
export type AutoscaleRule = z.infer<typeof rule>;

/** @throws ArmError 400 */
export function parseSetting(body: unknown): AutoscaleSetting {
  const read = settingBody.safeParse(body);
  if (read.success) return read.data;
  throw insightsErrors.invalid(`The autoscale setting is invalid: ${z.prettifyError(read.error)}`);
}

/** One value of a metric in a minute. */
export interface Reading {
  readonly average: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly total: number;
  readonly count: number;
}

const statistics = {
  Average: 'average',
  Min: 'minimum',
  Max: 'maximum',
  Sum: 'total',
  Count: 'count',
} as const;

function aggregated(
  values: readonly number[],
  how: AutoscaleRule['metricTrigger']['timeAggregation'],
): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  switch (how) {
    case 'Average':
      return total / values.length;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    case 'Total':
      return total;
    case 'Count':
      return values.length;
    case 'Last':
      return values.at(-1) ?? 0;
  }
}

const holdsOperator: Readonly<
  Record<AutoscaleRule['metricTrigger']['operator'], (a: number, b: number) => boolean>
> = {
  Equals: (a, b) => a === b,
  NotEquals: (a, b) => a !== b,
  GreaterThan: (a, b) => a > b,
  GreaterThanOrEqual: (a, b) => a >= b,
  LessThan: (a, b) => a < b,
  LessThanOrEqual: (a, b) => a <= b,
};

function holds({ metricTrigger }: AutoscaleRule, readings: readonly Reading[], capacity: number): boolean {
  if (readings.length === 0) return false;
  const values = readings.map((reading) => reading[statistics[metricTrigger.statistic]]);
  const value = aggregated(values, metricTrigger.timeAggregation);
  const shared = metricTrigger.dividePerInstance ? value / capacity : value;
  return holdsOperator[metricTrigger.operator](shared, metricTrigger.threshold);
}

function changed({ scaleAction: { direction, type, value } }: AutoscaleRule, capacity: number): number {
  const amount = Number(value);
  const sign = direction === 'Increase' ? 1 : -1;
  if (type === 'ExactCount') return amount;
  const change = type === 'ChangeCount' ? amount : Math.max(1, Math.round((capacity * amount) / 100));
  return capacity + sign * change;
}

export interface ScaleState {
  readonly capacity: number;
  readonly now: number;
  /** When it was scaled last, in milliseconds. */
  readonly scaledAt: number | undefined;
  /** The readings of a rule's window, oldest first. */
  readonly readings: (rule: AutoscaleRule) => readonly Reading[];
}

/** The capacity that the setting wants: out when any rule says so, in only when every such rule does. */
export function wantedCapacity(setting: AutoscaleSetting, state: ScaleState): number {
  const { capacity, now, scaledAt, readings } = state;
  const [first] = setting.properties.profiles;
  if (!setting.properties.enabled || first === undefined) return capacity;
  const [low, high] = [Number(first.capacity.minimum), Number(first.capacity.maximum)];
  const inside = (value: number) => Math.min(high, Math.max(low, value));
  if (inside(capacity) !== capacity) return inside(capacity);
  const ready = (one: AutoscaleRule) =>
    scaledAt === undefined || now - scaledAt >= minutesOf(one.scaleAction.cooldown) * 60_000;
  const out = first.rules.filter(({ scaleAction }) => scaleAction.direction === 'Increase');
  const down = first.rules.filter(({ scaleAction }) => scaleAction.direction === 'Decrease');
  const firing = out.filter((one) => ready(one) && holds(one, readings(one), capacity));
  if (firing.length > 0) return inside(Math.max(...firing.map((one) => changed(one, capacity))));
  if (down.length === 0 || !down.every((one) => ready(one) && holds(one, readings(one), capacity)))
    return capacity;
  return inside(Math.max(...down.map((one) => changed(one, capacity))));
}
