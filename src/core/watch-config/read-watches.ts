// Reads watches alone: for a task, whose connections and state are inputs of its own.
import * as z from 'zod';
import { parseConfiguration } from '../config/document.ts';
import type { Watch } from '../watch/watch.ts';
import { watchesSchema } from './watches-section.ts';

const someWatches = watchesSchema.min(1, 'must have at least one watch');

/**
 * The watches of a watch.yml. Its other sections are the watcher's and not looked at.
 *
 * @param file its name, for messages
 * @throws ConfigurationUnreadable, ConfigurationInvalid with every mistake and its line
 */
export function watchesOfFile(text: string, file: string): readonly Watch[] {
  return parseConfiguration(z.object({ watches: someWatches }), text, file, Number.POSITIVE_INFINITY).watches;
}

/** The same of the list itself. */
export function watchesOfList(text: string, name: string): readonly Watch[] {
  return parseConfiguration(someWatches, text, name, Number.POSITIVE_INFINITY);
}
