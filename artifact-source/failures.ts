// Tells of failures: a mistake of the user once, a passing fault on every turn that meets it.
import { type ExtensionError, describeError, isExtensionError } from '../src/core/errors/extension-error.ts';
import type { OfSource } from '../src/core/watch/event.ts';
import type { WatchEvents } from '../src/ports/watch-events.ts';

export interface Attempt extends OfSource {
  /** What is attempted, as a verb with its object, e.g. "check workspace prod". */
  readonly action: string;
  readonly watch?: string;
  readonly model?: string;
  readonly version?: string;
  readonly traceId?: string;
}

export interface Failures {
  /**
   * Runs `work`; tells of a catalogue error and gives `undefined` for it. Everything else is a fault of the
   * program and is thrown on.
   */
  guard<T>(attempt: Attempt, work: () => Promise<T>): Promise<{ readonly value: T } | undefined>;
}

export function createFailures(events: WatchEvents): Failures {
  const told = new Map<string, string>();

  const tell = (attempt: Attempt, error: ExtensionError): void => {
    const key = JSON.stringify(attempt);
    const reason = describeError(error);
    if (error.kind === 'user' && told.get(key) === reason) return;
    told.set(key, reason);
    events.emit({ event: 'failed', ...attempt, code: error.code, reason });
  };

  return {
    async guard(attempt, work) {
      try {
        const value = await work();
        told.delete(JSON.stringify(attempt));
        return { value };
      } catch (error) {
        if (!isExtensionError(error)) throw error;
        tell(attempt, error);
        return undefined;
      }
    },
  };
}
