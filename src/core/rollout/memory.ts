// What an endpoint remembers of a roll-out that has not ended: who is coming in, and how the traffic was split before.
import type { Split } from './split.ts';

/** The tag of the endpoint that holds it. */
export const memoryTag = 'azureml-release.rollout';

export interface RolloutMemory {
  readonly candidate: string;
  readonly before: Split;
}

/** ARM refuses tag values beyond 256 characters. */
const longestTag = 256;

/** `v7-3fa91c from v6-11aa22=90 v5-0c0c0c=10`; absent where a tag can not hold it. */
export function printMemory({ candidate, before }: RolloutMemory): string | undefined {
  const shares = Object.entries(before).map(([name, share]) => `${name}=${share}`);
  const text = `${candidate} from ${shares.join(' ')}`;
  return text.length > longestTag ? undefined : text;
}

/** Absent for what this program did not write. */
export function parseMemory(text: string | undefined): RolloutMemory | undefined {
  const [, candidate, rest] = /^([\w-]+) from (.+)$/.exec(text ?? '') ?? [];
  if (candidate === undefined || rest === undefined) return undefined;
  const shares = rest.split(' ').map((one) => /^([\w-]+)=(\d{1,3})$/.exec(one));
  if (shares.some((one) => one === null)) return undefined;
  const before = Object.fromEntries(shares.map((one) => [one?.[1] ?? '', Number(one?.[2])]));
  return { candidate, before };
}
