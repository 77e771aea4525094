// A log for tests: keeps every line with its level.
import type { Log } from '../../src/ports/log.ts';

export interface MemoryLog extends Log {
  /** `info: text`, in order. */
  readonly lines: readonly string[];
}

export function createMemoryLog(): MemoryLog {
  const lines: string[] = [];
  const at = (level: string) => (message: string) => {
    lines.push(`${level}: ${message}`);
  };
  return { lines, debug: at('debug'), info: at('info'), warning: at('warning') };
}
