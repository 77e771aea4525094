// Applies a ##vso command to the running step and job, or refuses it in the agent's words.
import type { LoggingCommand } from './logging-command.ts';
import { addIssue, type JobEffects, type StepEffects } from './step-effects.ts';
import { effects } from './task-commands.ts';
import { mergeResults } from './task-result.ts';

/** The agent refuses these areas in a release. */
const buildOnly = new Set(['codecoverage']);

/** Applies a command that was found in `line`. What the agent refuses fails the step, in the agent's words. */
export function applyCommand(
  command: LoggingCommand,
  line: string,
  step: StepEffects,
  job: JobEffects,
): void {
  const reference = 'Please reference documentation (http://go.microsoft.com/fwlink/?LinkId=817296)';
  const fail = (message: string): void => {
    addIssue(step, { issueType: 'Error', message, data: {} });
    step.result = mergeResults(step.result, 'Failed');
  };
  const area = effects[command.area];
  if (buildOnly.has(command.area)) {
    fail(`${command.area} commands are not supported for Release flow. ${reference}`);
    return;
  }
  if (!area) {
    const message = `Cannot find command extension for ##vso[${command.area}.command]. ${reference}`;
    addIssue(step, { issueType: 'Warning', message, data: {} });
    return;
  }
  const effect = area[command.event];
  try {
    if (!effect)
      throw new Error(
        `##vso[${command.area}.${command.event}] is not a recognized command for ${command.area} command extension. ${reference}.`,
      );
    effect(command, step, job);
  } catch (error) {
    fail(`Unable to process command '${line}' successfully. ${reference}`);
    addIssue(step, {
      issueType: 'Error',
      message: error instanceof Error ? error.message : String(error),
      data: {},
    });
  }
  if (step.debug && command.event !== 'debug') step.write(`##[debug]Processed: ${line}`);
}
