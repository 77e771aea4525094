// Runs one step of a job: decides whether it runs, starts its process, obeys its commands, decides how it ended.
import { join } from 'node:path';
import type { TaskDefinition } from '../extensions/task-definition.ts';
import { versionOf } from '../extensions/task-definition.ts';
import { applyCommand } from './command-effects.ts';
import type { JobStep } from './job.ts';
import { parseLoggingCommand } from './logging-command.ts';
import { chooseHandler, type NodeHandler, type NodeRuntimes } from './node-handler.ts';
import { taskEnvironment, type SystemConnection } from './task-environment.ts';
import { addIssue, type JobEffects, type StepEffects } from './step-effects.ts';
import { provideTask } from './task-folder.ts';
import { connectionIdsOf, taskInputs } from './task-inputs.ts';
import type { TaskLog } from './task-log.ts';
import { runProgram, type ProgramEnd, type StopWaits } from './task-process.ts';
import { mergeResults, type TaskResult } from './task-result.ts';

/** What all steps of a job share. */
export interface StepContext {
  readonly job: JobEffects;
  readonly runtimes: NodeRuntimes;
  readonly preferNode24: boolean;
  readonly tasksFolder: string;
  readonly workingDirectory: string;
  readonly system: SystemConnection;
  readonly machine: Readonly<Record<string, string>>;
  readonly caFile: string;
  readonly waits: StopWaits;
  readonly canceled: AbortSignal;
}

export interface StepEnd {
  readonly result: TaskResult;
  readonly effects: StepEffects;
}

function writeHeader(log: TaskLog, task: TaskDefinition): void {
  const rule = '='.repeat(78);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const rows = [
    `Task         : ${task.json.friendlyName ?? task.json.name}`,
    `Description  : ${text(task.json['description'])}`,
    `Version      : ${versionOf(task)}`,
    `Author       : ${text(task.json['author'])}`,
    `Help         : ${text(task.json['helpMarkDown'])}`,
  ];
  for (const line of [rule, ...rows, rule]) log.write(line);
}

function outputNames(task: TaskDefinition): ReadonlySet<string> {
  const declared = task.json['outputVariables'];
  const names = Array.isArray(declared) ? declared.map((output: { name?: unknown }) => output.name) : [];
  return new Set(names.filter((name) => typeof name === 'string').map((name) => name.toLowerCase()));
}

/** Whether the process itself failed; its commands may already have said how the step ended. */
function judge(end: ProgramEnd, handler: NodeHandler, effects: StepEffects): TaskResult {
  const fail = (message: string): TaskResult => {
    addIssue(effects, { issueType: 'Error', message, data: {} });
    return 'Failed';
  };
  switch (end.kind) {
    case 'exit':
      if (end.code === 0) return effects.result ?? 'Succeeded';
      return mergeResults(
        effects.result,
        fail(
          `Exit code ${end.code} returned from process: file name '${handler.node}', arguments '"${handler.target}"'.`,
        ),
      );
    case 'signal':
      return mergeResults(effects.result, fail(`The process was ended by ${end.signal}.`));
    case 'timeout':
      return fail('The task has timed out.');
    case 'canceled':
      return 'Canceled';
  }
}

async function execute(step: JobStep, context: StepContext, effects: StepEffects): Promise<TaskResult> {
  const { job } = context;
  for (const phase of ['prejobexecution', 'postjobexecution'] as const)
    if (step.task.json[phase]) throw new Error(`The ${phase} of a task is not emulated.`);
  const handler = chooseHandler(step.task, context.runtimes, context.preferNode24);
  const folder = await provideTask(step.task, context.tasksFolder);
  const inputs = taskInputs(step.task, step.inputs, job.variables);
  const connections = connectionIdsOf(step.task, inputs).flatMap(
    (id) => job.connections.get(id.toLowerCase()) ?? [],
  );
  const environment = taskEnvironment({
    variables: job.variables,
    inputs,
    connections,
    system: context.system,
    machine: context.machine,
    caFile: context.caFile,
    prependPath: job.prependPath,
    own: Object.fromEntries(
      Object.entries(step.environment).map(([name, value]) => [name, job.variables.expand(value)]),
    ),
    taskVariables: effects.taskVariables,
  });
  const end = await runProgram(
    {
      node: handler.node,
      script: join(folder, handler.target),
      workingDirectory: job.variables.expand(handler.workingDirectory ?? context.workingDirectory),
      environment,
      timeoutMs: step.timeoutMs,
      waits: context.waits,
      onLine: (line) => {
        const command = parseLoggingCommand(line);
        if (command) {
          applyCommand(command, line, effects, job);
          step.report.progress(effects.percentComplete);
          return;
        }
        if (line.includes('##vso'))
          addIssue(effects, {
            issueType: 'Warning',
            message: `'${line}' contains logging command keyword '##vso', but it's not a legal command. Please see the list of accepted commands: https://go.microsoft.com/fwlink/?LinkId=817296`,
            data: {},
          });
        effects.write(line);
      },
    },
    context.canceled,
  );
  return judge(end, handler, effects);
}

/** Runs the step and writes its log. Never throws: what goes wrong fails the step and is written there. */
export async function runStep(step: JobStep, context: StepContext, log: TaskLog): Promise<StepEnd> {
  const { variables } = context.job;
  const effects: StepEffects = {
    refName: step.refName,
    outputNames: outputNames(step.task),
    debug: variables.isTrue('System.Debug'),
    workingDirectory: context.workingDirectory,
    taskVariables: {},
    issues: [],
    attachments: [],
    write: (line) => log.write(line),
    result: undefined,
    percentComplete: 0,
  };
  for (const name of ['System.TaskDisplayName', 'Task.DisplayName']) variables.set(name, step.displayName);
  log.write(`##[section]Starting: ${step.displayName}`);
  writeHeader(log, step.task);
  let result: TaskResult;
  try {
    result = await execute(step, context, effects);
  } catch (error) {
    addIssue(effects, {
      issueType: 'Error',
      message: error instanceof Error ? error.message : String(error),
      data: {},
    });
    result = 'Failed';
  }
  if (result === 'Failed' && step.continueOnError) result = 'SucceededWithIssues';
  log.write(`##[section]Finishing: ${step.displayName}`);
  return { result, effects };
}
