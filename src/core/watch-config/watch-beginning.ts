// The part of a watch in watch.yml that says from where it begins, and how much at once is too much.
import * as z from 'zod';
import { fail } from '../errors/catalogue.ts';
import { given } from '../given.ts';
import { type Watch, usualStormLimit } from '../watch/watch.ts';
import { quotedText } from './watch-rules.ts';

export const beginningShape = {
  from: quotedText.optional(),
  stormLimit: z
    .union(
      [z.int().min(1, 'must be a whole number from 1, or off'), z.literal('off')],
      'must be a whole number from 1, or off',
    )
    .default(usualStormLimit),
};

/** Leaves out what a watch does not have. */
export function withBeginning<
  T extends { readonly from?: string | undefined; readonly stormLimit: number | 'off' },
>(watch: T): Omit<T, 'from' | 'stormLimit'> & Pick<Watch, 'from' | 'stormLimit'> {
  const { from, stormLimit, ...rest } = watch;
  return { ...rest, ...given({ from, stormLimit: stormLimit === 'off' ? undefined : stormLimit }) };
}

/**
 * The watches, one of them beginning from a version that the command line names.
 *
 * @param name which; it may be left out if there is only one
 * @throws WatchArgumentsInvalid, WatchUnknown
 */
export function beginFrom(
  watches: readonly Watch[],
  { from, watch: name }: { readonly from?: string; readonly watch?: string },
): readonly Watch[] {
  if (from === undefined) return watches;
  if (name === undefined && watches.length !== 1) {
    const names = watches.map((watch) => watch.name).join(', ');
    throw fail('WatchArgumentsInvalid', { problem: `--from needs --watch NAME, one of: ${names}` });
  }
  if (name !== undefined && !watches.some((watch) => watch.name === name)) {
    throw fail('WatchUnknown', { watch: name, known: watches.map((watch) => watch.name) });
  }
  return watches.map((watch) => (name === undefined || watch.name === name ? { ...watch, from } : watch));
}
