// What a container said last: the one line of its log that explains a failed start.

/** Characters of one line that fit into a sentence. */
const longest = 300;

// Python's last traceback line, e.g. "ModuleNotFoundError: No module named 'sklearn'".
const exceptionLine = /^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Exit|Interrupt)\b.*$/;

/** The last exception line of a log, else its last line with text; empty for an empty log. */
export function lastWords(log: string): string {
  const lines = log
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('--- '));
  const line = lines.findLast((candidate) => exceptionLine.test(candidate)) ?? lines.at(-1) ?? '';
  return line.slice(0, longest);
}
