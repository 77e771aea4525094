// What containers said, for whoever looks for the cause of a failure.
import { exceptionIn } from '../../../core/deploy/last-words.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import type { Log } from '../../../ports/log.ts';

/** Lines of each container's log: enough for a Python traceback with its imports. */
export const explainingLines = 100;

/** The logs help to explain a failure; failing to read them must not hide it. Empty when there are none. */
export async function showLogs(log: Log, deployment: string, read: () => Promise<string>): Promise<string> {
  try {
    const text = await read();
    if (text !== '') log.info(`Logs of deployment '${deployment}':\n${text.trimEnd()}`);
    return text;
  } catch (error) {
    log.warning(
      `The logs of '${deployment}' can not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return '';
  }
}

/** `error`, and if it is a bad answer, with the exception that the script raised; its logs went to the log before. */
export async function explainedAnswer(
  error: unknown,
  log: Log,
  deployment: string,
  read: () => Promise<string>,
): Promise<unknown> {
  if (!isExtensionError(error) || error.code !== 'SmokeTestFailed') return error;
  const cause = exceptionIn(await showLogs(log, deployment, read));
  const { endpoint, status, answer } = error.values;
  return fail(
    'SmokeTestFailed',
    {
      ...{ endpoint: String(endpoint), deployment, status: Number(status), answer: String(answer) },
      ...(cause !== undefined && { log: cause }),
    },
    error,
  );
}
