// How a new version takes over from the old one: the words that files, task inputs and the command line have in common.
import * as z from 'zod';

export const strategies = ['replace', 'blue-green', 'canary', 'mirror-then-canary'] as const;
export type Strategy = (typeof strategies)[number];

const fromZero = z.number().min(0, 'must be at least 0');
const whole = z.number().int('must be a whole number');
const text = z.string().min(1, 'must not be empty');

/** The service mirrors at most half of the traffic. */
const mostMirrored = 50;
/** A pause of a step: one day. */
const longestPause = 86_400;
/** Below this no test says anything, above it a step takes hours. */
const [fewestSamples, mostSamples] = [5, 10_000];

const smokeTest = z
  .strictObject({
    name: text.optional(),
    request: text,
    expected: text.optional(),
    tolerance: fromZero.optional(),
    check: z.array(text).min(1, 'must name a program').optional(),
  })
  .refine(({ expected, tolerance }) => tolerance === undefined || expected !== undefined, {
    path: ['tolerance'],
    message: "goes only with 'expected', which is missing",
  });

const rising = (steps: readonly number[]): boolean =>
  steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0));

const share = whole.min(1, 'must be at least 1').max(99, 'must be at most 99: all traffic comes last anyway');

export const rolloutSchema = z.strictObject({
  strategy: z
    .string()
    .transform((value) => value.toLowerCase())
    .pipe(z.enum(strategies))
    .optional(),
  steps: z.array(share).min(1, 'must have a step').refine(rising, 'must rise from step to step').optional(),
  mirrorPercent: whole
    .min(1, 'must be at least 1')
    .max(mostMirrored, `must be at most ${mostMirrored}, as the service mirrors no more`)
    .optional(),
  pauseSeconds: whole
    .min(0, 'must be at least 0')
    .max(longestPause, `must be at most ${longestPause}`)
    .optional(),
  minimumSamples: whole
    .min(fewestSamples, `must be at least ${fewestSamples}`)
    .max(mostSamples, `must be at most ${mostSamples}`)
    .optional(),
  latencyObjectiveMs: z.number().positive('must be greater than 0').optional(),
  maximumErrorRate: fromZero.max(0.5, 'must be at most 0.5').optional(),
  maximumSlowdown: z.number().min(1, 'must be at least 1').optional(),
  confidence: z.number().min(0.5, 'must be at least 0.5').max(0.9999, 'must be at most 0.9999').optional(),
  removeOld: z.boolean().optional(),
  removeBad: z.boolean().optional(),
  smokeTests: z.array(smokeTest).optional(),
});

/** What a user wrote; every key may be missing. */
export type RolloutWords = z.infer<typeof rolloutSchema>;

export interface SmokeTestWords {
  readonly name?: string | undefined;
  /** File with the request's JSON body, relative to the file that names it. */
  readonly request: string;
  /** File with the JSON answer. */
  readonly expected?: string | undefined;
  /** How far a number may be off, as a part of the greater of the two and as an absolute value: 0.01 is 1 %. */
  readonly tolerance?: number | undefined;
  /** Program and arguments; it reads `{request, status, body, milliseconds}` and ends with 0 when the answer is right. */
  readonly check?: readonly string[] | undefined;
}

export interface RolloutSettings {
  readonly strategy: Strategy;
  /** Percent of the traffic after each step; all of it comes last by itself. */
  readonly steps: readonly number[];
  /** Percent of the traffic that is copied to the new version before it gets any. */
  readonly mirrorPercent: number;
  /** How long each step is watched at least. */
  readonly pauseSeconds: number;
  /** Pairs of requests (one to the new version, one to the old) that each step is judged by at least. */
  readonly minimumSamples: number;
  /** 95 of 100 answers have to be faster. Absent: only the version now serving counts. */
  readonly latencyObjectiveMs?: number;
  /** Part of the requests that may fail, from 0 to 0.5. */
  readonly maximumErrorRate: number;
  /** How many times slower than the version now serving it may be, answer by answer. */
  readonly maximumSlowdown: number;
  /** How sure a step must be before it calls the new version worse, e.g. 0.95. */
  readonly confidence: number;
  /** Delete the deployments that served before, once the new one has everything. */
  readonly removeOld: boolean;
  /** Delete a deployment that was judged worse, instead of leaving it for diagnosis. */
  readonly removeBad: boolean;
  readonly smokeTests: readonly SmokeTestWords[];
}

export const rolloutDefaults: RolloutSettings = {
  strategy: 'replace',
  steps: [10, 50],
  mirrorPercent: 10,
  pauseSeconds: 60,
  minimumSamples: 50,
  maximumErrorRate: 0.01,
  maximumSlowdown: 1.5,
  confidence: 0.95,
  removeOld: false,
  removeBad: false,
  smokeTests: [],
};

/** The words with the default in place of each that is missing; later words win over earlier ones. */
export function rolloutSettings(...words: readonly (RolloutWords | undefined)[]): RolloutSettings {
  const said = words.map((one) =>
    Object.fromEntries(Object.entries(one ?? {}).filter(([, value]) => value !== undefined)),
  );
  return Object.assign({}, rolloutDefaults, ...said) as RolloutSettings;
}
