// A build that fails shows what it said last; one that succeeds says it to those who look closer only.
import type { Log } from '../../../ports/log.ts';

/** Lines that explain a failed build. */
const shown = 60;

export async function withBuildLog(
  log: Log,
  what: string,
  build: (onLine: (line: string) => void) => Promise<void>,
): Promise<void> {
  const lines: string[] = [];
  try {
    await build((line) => {
      lines.push(line);
      log.debug(line);
    });
  } catch (error) {
    if (lines.length > 0) log.info(`Log of ${what}:\n${lines.slice(-shown).join('\n')}`);
    throw error;
  }
}
