// The flags that say how a new version takes over: the words of docs/rollout.md, as the deploy task's inputs have them.
import { boolean, dashed, number, text, type FlagTable } from '../../../../src/core/command-line/flag.ts';
import type { CommandLine } from '../../../../src/core/command-line/read-command-line.ts';
import type { GivenWords } from '../../../../src/core/rollout/read-rollout.ts';
import { strategies } from '../../../../src/core/rollout/settings.ts';

export const rolloutFlags = {
  'rollout-file': text(
    'FILE',
    'YAML with the whole roll-out, smoke tests included; wins over the deployment config, and the flags below over both',
  ),
  strategy: text('STRATEGY', `how the new version takes the requests over: ${strategies.join(', ')}`),
  steps: text(
    'PERCENTS',
    'percent of the requests at each step of a canary, as 10,50; all of them come last',
  ),
  'mirror-percent': number('PERCENT', 'percent of the requests that are copied before the first step'),
  'pause-seconds': number('SECONDS', 'how long each step is watched at least'),
  'minimum-samples': number('NUMBER', 'pairs of requests that each step is judged by at least'),
  'latency-objective-ms': number('MILLISECONDS', '95 of 100 answers have to be faster'),
  'maximum-error-rate': number('RATE', 'share of failed requests that is still accepted: 0 to 0.5'),
  'maximum-slowdown': number(
    'FACTOR',
    'how many times slower than the version now serving is still accepted',
  ),
  confidence: number('CONFIDENCE', 'how sure a judgement has to be: 0.5 to 0.9999'),
  'remove-old': boolean('delete what served before, once the new version has everything'),
  'remove-bad': boolean('delete a deployment that was judged worse, instead of keeping it for diagnosis'),
} as const satisfies FlagTable;

/** `pause-seconds` is the word `pauseSeconds`. */
const wordOf = (flag: string): string => flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const wordFlags = Object.keys(rolloutFlags).filter((name) => name !== 'rollout-file');

/** What a command line says about the roll-out, for messages in its own words. */
export function rolloutWords({ values, typed }: CommandLine<typeof rolloutFlags>): GivenWords {
  const said: Readonly<Record<string, string | number | boolean | undefined>> = values;
  const typedAs: Readonly<Record<string, string | undefined>> = typed;
  const flagOf = new Map(wordFlags.map((name) => [wordOf(name), typedAs[name] ?? dashed(name)]));
  const texts = wordFlags.flatMap((name) => {
    const value = said[name];
    return value === undefined ? [] : [[wordOf(name), String(value)] as const];
  });
  return { texts: Object.fromEntries(texts), place: (word) => flagOf.get(word) ?? word };
}
