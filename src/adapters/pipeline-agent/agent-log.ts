// The job's log, written to the standard output that the agent reads.
import { debug, warning } from 'azure-pipelines-task-lib/task';
import type { Log } from '../../ports/log.ts';

export const agentLog: Log = {
  debug: (message) => debug(message),
  info: (message) => process.stdout.write(`${withoutCommands(message)}\n`),
  warning: (message) => warning(withoutCommands(message)),
};

/** Text from outside (a model's name, a service's message) must not be taken for a command by the agent. */
export function withoutCommands(text: string): string {
  return text.replace(/##(?=vso\[|\[)/gi, '**');
}
