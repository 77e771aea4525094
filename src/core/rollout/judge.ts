// Is the new version worse than it may be, or than the one now serving? With enough samples to say so, and in words.
import { evidenceAgainst, wilsonUpper } from './evidence.ts';
import { quantile, type Samples } from './samples.ts';
import type { RolloutSettings } from './settings.ts';

export type Limits = Pick<
  RolloutSettings,
  'minimumSamples' | 'latencyObjectiveMs' | 'maximumErrorRate' | 'maximumSlowdown' | 'confidence'
>;

export interface Judgement {
  /** `more`: not enough samples yet, or what there is leans towards bad. */
  readonly outcome: 'good' | 'bad' | 'more';
  readonly reason: string;
  /** True while something speaks against the new version without settling it: ask again at once, not after a pause. */
  readonly isUrgent: boolean;
}

/** The objective is about the slowest answers: this part of them may miss it. */
const mayMissObjective = 0.05;

/** An e-value above which a good verdict waits for more samples: they speak rather against the new version than for it. */
const leaning = 1;

/** One above which nobody waits before the next sample. */
const urgent = 3;

/** A doubtful step is judged good after this many times the minimum: nothing was shown against it. */
const patience = 4;

interface Finding {
  readonly evidence: number;
  readonly words: string;
}

const percent = (part: number): string => `${Number((part * 100).toPrecision(2))} %`;
const ms = (value: number): string => `${Number(value.toPrecision(3))} ms`;

/** Every way to be worse. Each is a count that must not exceed a rate, so one test serves them all. */
function findings({ fresh, serving, ...samples }: Samples, limits: Limits): readonly Finding[] {
  const { latencyObjectiveMs: objective, maximumErrorRate, maximumSlowdown } = limits;
  const answered = fresh.count - fresh.errors;
  const all: Finding[] = [
    {
      evidence: evidenceAgainst(maximumErrorRate, fresh.errors, fresh.count),
      words: `${fresh.errors} of ${fresh.count} requests failed, and at most ${percent(maximumErrorRate)} may`,
    },
  ];
  if (objective !== undefined)
    all.push({
      evidence: evidenceAgainst(mayMissObjective, samples.late, answered),
      words: `${samples.late} of ${answered} answers took longer than the objective of ${ms(objective)}, and at most ${percent(mayMissObjective)} may`,
    });
  if (serving.count === 0) return all;
  return [
    ...all,
    {
      evidence: evidenceAgainst(0.5, samples.splitAgainst, samples.split),
      words: `it failed ${fresh.errors} of ${fresh.count} requests, and the version now serving ${serving.errors} of ${serving.count}`,
    },
    {
      evidence: evidenceAgainst(0.5, samples.slower, samples.timed),
      words: `in ${samples.slower} of ${samples.timed} pairs it took more than ${maximumSlowdown} times as long as the version now serving (medians ${ms(quantile(fresh.latencies, 0.5))} and ${ms(quantile(serving.latencies, 0.5))})`,
    },
  ];
}

function summary({ fresh, serving }: Samples): string {
  const upper = percent(wilsonUpper(fresh.errors, fresh.count));
  const median = ms(quantile(fresh.latencies, 0.5));
  const own = `${fresh.errors} of ${fresh.count} requests failed (the rate is below ${upper} with 95 % confidence), median ${median}, 95th percentile ${ms(quantile(fresh.latencies, 0.95))}`;
  if (serving.count === 0) return own;
  return `${own}; the version now serving failed ${serving.errors} of ${serving.count}, median ${ms(quantile(serving.latencies, 0.5))}`;
}

/**
 * Judges after any number of samples, as often as one likes: the chance that a version which is as good as it has to be,
 * and as good as the one now serving, is EVER called bad by one step is at most 1 - confidence.
 */
export function judge(samples: Samples, limits: Limits): Judgement {
  const { minimumSamples, confidence } = limits;
  const found = findings(samples, limits);
  // The error that one step may make is shared out among the ways to be worse.
  const enough = found.length / (1 - confidence);
  const worst = found.reduce((a, b) => (b.evidence > a.evidence ? b : a));
  const [isDoubtful, isUrgent] = [worst.evidence > leaning, worst.evidence > urgent];
  if (worst.evidence >= enough)
    return { outcome: 'bad', reason: `${worst.words} (confidence ${percent(confidence)})`, isUrgent };
  const { count } = samples.fresh;
  if (count < minimumSamples)
    return { outcome: 'more', reason: `${count} of ${minimumSamples} samples`, isUrgent };
  if (isDoubtful && count < patience * minimumSamples)
    return { outcome: 'more', reason: `in doubt after ${count} samples: ${worst.words}`, isUrgent };
  const doubt = isDoubtful ? `; in doubt, but not shown: ${worst.words}` : '';
  return { outcome: 'good', reason: `${summary(samples)}${doubt}`, isUrgent };
}
