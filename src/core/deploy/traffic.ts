// How an endpoint's traffic is split once a deployment gets its share: v1's percentiles and its default version.
import { fail } from '../errors/catalogue.ts';

type Split = Readonly<Record<string, number>>;

export interface Share {
  readonly endpoint: string;
  readonly deployment: string;
  /** Percent. */
  readonly percent: number;
  /** Takes what nobody else was given. */
  readonly isDefault: boolean;
}

/** v1 kept one default version; a v2 endpoint keeps only numbers, so the one with the most traffic is taken for it. */
function defaultAmong(others: Split): string | undefined {
  const [largest] = Object.entries(others).toSorted(
    ([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1),
  );
  return largest?.[0];
}

const sum = (split: Split): number => Object.values(split).reduce((total, share) => total + share, 0);

/**
 * The split after `share` is given. The others keep theirs; the default takes the rest, so that the sum is 100.
 *
 * @throws TrafficInvalid when more than 100 % would be given away
 */
export function trafficAfter(now: Split, { endpoint, deployment, percent, isDefault }: Share): Split {
  const others = Object.fromEntries(
    Object.entries(now).filter(([name, share]) => name !== deployment && share > 0),
  );
  const taken = isDefault ? deployment : defaultAmong(others);
  // The first version is the default, whatever its percentile: somebody has to answer.
  if (taken === undefined || percent === 100) return { [deployment]: 100 };
  if (isDefault) {
    const rest = 100 - sum(others);
    if (rest < percent) throw fail('TrafficInvalid', { endpoint, deployment, percent, left: rest });
    return withoutZeros({ ...others, [deployment]: rest });
  }
  const fixed = Object.fromEntries(Object.entries(others).filter(([name]) => name !== taken));
  const rest = 100 - percent - sum(fixed);
  if (rest < 0) throw fail('TrafficInvalid', { endpoint, deployment, percent, left: 100 - sum(fixed) });
  return withoutZeros({ ...fixed, [taken]: rest, [deployment]: percent });
}

const withoutZeros = (split: Split): Split =>
  Object.fromEntries(Object.entries(split).filter(([, share]) => share > 0));

export const sameTraffic = (a: Split, b: Split): boolean => {
  const [left, right] = [withoutZeros(a), withoutZeros(b)];
  return (
    Object.keys(left).length === Object.keys(right).length &&
    Object.entries(left).every(([name, share]) => right[name] === share)
  );
};

/** `blue 90 %, green 10 %`, for a sentence. */
export const describeTraffic = (split: Split): string =>
  Object.entries(withoutZeros(split))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, share]) => `${name} ${share} %`)
    .join(', ') || 'nobody';
