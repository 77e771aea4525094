// What a person would look for in the error log of a batch job: which files failed, and the last line of each traceback.

export interface FailedBatch {
  /** e.g. `mini batch 3 (a.csv, b.csv)`. */
  readonly what: string;
  readonly reason: string;
}

/** Beginnings of entries in `logs/user/error.txt`. */
const entry = /^(?<what>mini batch \d+ \(.*\)|init\(\) of process \d+)(?:, attempt \d+ of \d+)?:$/;

/** The failures that an error log tells of, each once, with what it said last. */
export function failedBatches(log: string): readonly FailedBatch[] {
  const found = new Map<string, string>();
  let what: string | undefined;
  for (const line of log.split(/\r?\n/)) {
    const begins = entry.exec(line)?.groups?.['what'];
    if (begins !== undefined) what = begins;
    else if (what !== undefined && line.trim() !== '') found.set(what, line.trim());
  }
  return [...found].map(([name, reason]) => ({ what: name, reason }));
}

const shown = 3;

/** The first few of them in one sentence; empty where the log tells of none. */
export function failuresInWords(log: string): string {
  const failures = failedBatches(log);
  const words = failures.slice(0, shown).map(({ what, reason }) => `${what}: ${reason}`);
  const more = failures.length - words.length;
  return words.join('; ') + (more > 0 ? `; and ${more} more` : '');
}
