// The one frame around every task: hands it the host, and turns what it ends with into the task's result.
import { debug, setProgress, setResult, TaskResult } from 'azure-pipelines-task-lib/task';
import { fail } from '../../core/errors/catalogue.ts';
import { describeError, isExtensionError } from '../../core/errors/extension-error.ts';
import type { TaskHost } from '../../ports/task-host.ts';
import { agentLog, withoutCommands } from './agent-log.ts';
import { agentInputs, agentVariables } from './inputs.ts';
import { matchPaths } from './match-paths.ts';
import { readJobConnection, readServiceConnection } from './service-connection.ts';

const host: TaskHost = {
  inputs: agentInputs,
  variables: agentVariables,
  connections: {
    azure: (inputName) => readServiceConnection(agentInputs.required(inputName)),
    azureDevOps: readJobConnection,
  },
  progress: { show: (percent, what) => setProgress(Math.round(percent), withoutCommands(what)) },
  log: agentLog,
  match: matchPaths,
};

/**
 * Runs a task to its result.
 *
 * @param main does the work and returns one sentence on what was done
 */
export async function runTask(main: (host: TaskHost) => Promise<string>): Promise<void> {
  let ended = false;
  // A promise that nobody settles ends the process with status 0, which the agent would take for a success.
  process.once('exit', () => {
    if (!ended) failTask(fail('Unexpected', { reason: 'the task ended before its work was done' }));
  });
  try {
    const summary = await main(host);
    setResult(TaskResult.Succeeded, withoutCommands(summary));
  } catch (error) {
    failTask(error);
  } finally {
    ended = true;
  }
}

function failTask(error: unknown): void {
  if (isExtensionError(error)) {
    if (error.cause instanceof Error) debug(withoutCommands(error.cause.stack ?? error.cause.message));
    setResult(TaskResult.Failed, withoutCommands(describeError(error)));
    return;
  }
  const reason = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
  if (error instanceof Error && error.stack !== undefined) debug(withoutCommands(error.stack));
  setResult(
    TaskResult.Failed,
    withoutCommands(describeError(fail('Unexpected', { reason: reason.replace(/\.$/, '') }))),
  );
}
