// Turns SQLite's errors into those of the catalogue.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';

/** How SQLite names its error, if this is one. */
const sqliteErrorSchema = z.object({ message: z.string(), code: z.string().optional().catch(undefined) });

/**
 * For opening.
 * @throws WatchStateInUse, WatchStateUnusable
 */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const parsed = sqliteErrorSchema.safeParse(error);
    if (!parsed.success) throw error;
    const { message } = parsed.data;
    if (isBusy(error)) throw fail('WatchStateInUse', { file }, error);
    const reason = message.includes('Unable to open') ? 'it cannot be opened or made there' : message;
    throw fail('WatchStateUnusable', { file, reason }, error);
  }
}

/** Another process or connection has what was wanted. */
export function isBusy(error: unknown): boolean {
  const { data } = sqliteErrorSchema.safeParse(error);
  return data?.code === 'SQLITE_BUSY' || data?.code === 'SQLITE_LOCKED';
}

/** Promises what the work gives. */
export type Run = <T>(work: () => T) => Promise<T>;

/** For reading and writing: a fault of the file is a passing one, e.g. a full disk. It rejects with WatchStateFailed. */
export function runOn(file: string): Run {
  return (work) =>
    new Promise((resolve, reject) => {
      try {
        resolve(work());
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown';
        reject(fail('WatchStateFailed', { file, reason }, error));
      }
    });
}
