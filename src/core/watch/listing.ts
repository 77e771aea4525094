// What a watch is, in the few words by which a command names it and a status shows it.
import * as z from 'zod';
import { targetInWords } from '../firing/target.ts';
import { addressInWords } from '../model/source.ts';
import { type Watch, watchId } from './watch.ts';

/** For adapters that keep listings as JSON. */
export const watchListingSchema = z.object({
  id: z.string(),
  name: z.string(),
  model: z.string(),
  /** Where the model is, in words. */
  source: z.string(),
  mode: z.enum(['latest', 'every', 'manual']),
  /** What it fires, in words. */
  target: z.string(),
});

export type WatchListing = z.infer<typeof watchListingSchema>;

export function listingOf(watch: Watch): WatchListing {
  const { name, model, mode, source, target } = watch;
  return {
    id: watchId(watch),
    name,
    model,
    source: addressInWords(source),
    mode,
    target: targetInWords(target),
  };
}
