// The packaged tasks as the agent runs them against a running stack.
import assert from 'node:assert/strict';
import type { Stack } from '../../../apps/emulator/stack.ts';
import type { StackOptions } from '../../../apps/emulator/stack-options.ts';
import { startStackAndFolder, type StackAndFolder } from '../../support/test-stack.ts';
import { runTask, unpackExtension, type TaskResult, type TaskRun } from './packaged-task.ts';

/** Where tasks run. */
export interface TaskPlace {
  readonly stack: Stack;
  readonly folder: string;
  /** Where the .vsix is unpacked. */
  readonly extension: string;
}

export async function startTaskPlace(
  name: string,
  more: Partial<StackOptions> = {},
): Promise<TaskPlace & StackAndFolder> {
  const started = await startStackAndFolder(name, more);
  return { ...started, extension: await unpackExtension(started.folder) };
}

/** The service connection of the stack's own application. */
export function connectionOf({ addresses }: Stack): TaskRun['connection'] {
  const { identity, arm } = addresses;
  return { ...identity, url: arm.url, subscriptionId: arm.subscriptionId };
}

/** Where the workspace is, as inputs of a task. */
export function workspaceInputs({ addresses }: Stack) {
  const { resourceGroup, workspace } = addresses.arm;
  return { resourceGroup, workspace };
}

export function runOnStack(
  { stack, folder, extension }: TaskPlace,
  task: TaskRun['task'],
  inputs: Readonly<Record<string, string>>,
  more: Partial<TaskRun> = {},
): Promise<TaskResult> {
  const { caFile } = stack.addresses;
  return runTask({ task, extension, caFile, folder, connection: connectionOf(stack), inputs, ...more });
}

/** Takes back the faults that a test ordered and the rights that it took. */
export function mend({ control, addresses }: Stack): void {
  control.faults.clear();
  control.rights.grant(addresses.identity.objectId);
}

/** One sentence from the catalogue, naming the values; no stack trace. */
export function assertFails(run: TaskResult, code: string, ...named: readonly string[]): void {
  assert.equal(run.result, 'Failed', run.output);
  assert.ok(run.message.includes(`[${code}, docs/errors.md#`), run.output);
  for (const text of named) assert.ok(run.message.includes(text), `'${run.message}' does not name '${text}'`);
  assert.doesNotMatch(run.output, /^\s+at .+:\d+/m, 'a stack trace is in the log');
  assert.equal(run.status, 0, 'the agent reads the result from the command, not from the status');
}
