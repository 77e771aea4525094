// What a container said last: the one line of its log that explains a failed start.

/** Characters of one line that fit into a sentence. */
const longest = 300;

// Python's last traceback line, e.g. "ModuleNotFoundError: No module named 'sklearn'".
const exceptionLine = /^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Exit|Interrupt)\b.*$/;

// Between two tracebacks of one chain: the exception before it is the cause, the one after it only wraps it.
const wrapped = 'The above exception was the direct cause of the following exception:';

/** The cause at the bottom of the last traceback, else the last line with text; empty for an empty log. */
export function lastWords(log: string): string {
  const lines = log
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('--- '));
  let cause: string | undefined;
  let isWrapper = false;
  for (const line of lines) {
    if (line === wrapped) isWrapper = true;
    else if (exceptionLine.test(line)) {
      if (!isWrapper) cause = line;
      isWrapper = false;
    }
  }
  return (cause ?? lines.at(-1) ?? '').slice(0, longest);
}
