// Which runtime a task runs on: the best handler it lists that this agent has.
import type { TaskDefinition } from '../extensions/task-definition.ts';

/** Paths of the node binaries; Node24 is absent on an older agent. */
export interface NodeRuntimes {
  readonly Node20_1: string;
  readonly Node24?: string;
}

export interface NodeHandler {
  readonly name: string;
  readonly node: string;
  /** Relative to the task's folder. */
  readonly target: string;
  readonly workingDirectory?: string;
}

/** Throws with the agent's words when no listed handler can run here. */
export function chooseHandler(
  { json }: TaskDefinition,
  runtimes: NodeRuntimes,
  preferNode24: boolean,
): NodeHandler {
  const names = preferNode24 ? (['Node24', 'Node20_1'] as const) : (['Node20_1', 'Node24'] as const);
  for (const name of names) {
    const handler = json.execution[name];
    const node = runtimes[name];
    if (handler === undefined || node === undefined) continue;
    const workingDirectory = handler.workingDirectory ?? '';
    return { name, node, target: handler.target, ...(workingDirectory === '' ? {} : { workingDirectory }) };
  }
  throw new Error(
    `A supported task execution handler was not found. This task does not support your current operating system. It lists: ${Object.keys(json.execution).join(', ')}; this agent has: ${Object.keys(runtimes).join(', ')}.`,
  );
}
