// What a container said last: the one line of its log that explains a failed start.

/** Characters of one line that fit into a sentence. */
const longest = 300;

// Python's last traceback line, e.g. "ModuleNotFoundError: No module named 'sklearn'".
const exceptionLine = /^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Exit|Interrupt)\b.*$/;

// Between two tracebacks of one chain: the exception before it is the cause, the one after it only wraps it.
const wrapped = 'The above exception was the direct cause of the following exception:';

const linesOf = (log: string): readonly string[] =>
  log
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('--- '));

/** The cause at the bottom of the last traceback; absent where nothing was raised. */
export function exceptionIn(log: string): string | undefined {
  let cause: string | undefined;
  let isWrapper = false;
  for (const line of linesOf(log)) {
    if (line === wrapped) isWrapper = true;
    else if (exceptionLine.test(line)) {
      if (!isWrapper) cause = line;
      isWrapper = false;
    }
  }
  return cause?.slice(0, longest);
}

/** The cause at the bottom of the last traceback, else the last line with text; empty for an empty log. */
export const lastWords = (log: string): string =>
  exceptionIn(log) ?? linesOf(log).at(-1)?.slice(0, longest) ?? '';

// pip's, conda's, apt's and Docker's way to say what went wrong; the lines after it only say that something did.
const buildError = /^(?:ERROR:|E: |fatal:|[A-Z]\w*(?:NotFound|NotFoundError|Error|Conflict)\b:?).*$/i;

/** The line of a build's log that says why it failed, else its last line; empty for an empty log. */
export function lastBuildWords(log: string): string {
  const lines = linesOf(log);
  return (lines.findLast((line) => buildError.test(line)) ?? lines.at(-1) ?? '').slice(0, longest);
}
