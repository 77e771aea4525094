// The inputs of a task as its process gets them: defaults of task.json, the step's values over them, macros expanded.
import type { TaskDefinition } from '../extensions/task-definition.ts';
import type { Variables } from './variables.ts';

function defaultsOf({ json }: TaskDefinition): Record<string, string> {
  return Object.fromEntries(
    json.inputs.map(({ name, defaultValue }) => {
      const value = defaultValue ?? '';
      return [name.trim(), String(value)];
    }),
  );
}

/** The agent trims values and takes also inputs that task.json does not list; names ignore case. */
export function taskInputs(
  task: TaskDefinition,
  given: Readonly<Record<string, string | null>>,
  variables: Variables,
): Record<string, string> {
  const inputs = defaultsOf(task);
  const listed = new Map(Object.keys(inputs).map((name) => [name.toLowerCase(), name]));
  for (const [name, value] of Object.entries(given)) {
    const key = name.trim();
    if (key !== '') inputs[listed.get(key.toLowerCase()) ?? key] = (value ?? '').trim();
  }
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, variables.expand(value)]));
}

/** Ids of the service connections that inputs of type connectedService:* name; several are joined by commas. */
export function connectionIdsOf(
  task: TaskDefinition,
  inputs: Readonly<Record<string, string>>,
): readonly string[] {
  return task.json.inputs
    .filter(({ type }) => /^connectedService:/i.test(type))
    .flatMap(({ name }) => (inputs[name.trim()] ?? '').split(','))
    .map((id) => id.trim())
    .filter((id) => id !== '');
}
