// A term that a test gives and ends.
import { fail } from '../../src/core/errors/catalogue.ts';
import type { Term } from '../../src/ports/leadership.ts';

export interface MemoryTerm extends Term {
  end(): void;
}

export function createMemoryTerm(epoch: number): MemoryTerm {
  const over = new AbortController();
  return {
    epoch,
    signal: over.signal,
    end: () => over.abort(),
    confirm: () =>
      over.signal.aborted
        ? Promise.reject(fail('WatchLeadershipLost', { what: 'the next step' }))
        : Promise.resolve(),
    release: () => {
      over.abort();
      return Promise.resolve();
    },
  };
}
