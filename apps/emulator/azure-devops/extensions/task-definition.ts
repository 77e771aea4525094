// A task as its task.json defines it, and the folder it runs from.
import { z } from 'zod';

const handler = z.looseObject({ target: z.string().min(1), workingDirectory: z.string().optional() });

export const taskJson = z.looseObject({
  id: z.guid(),
  name: z.string().min(1),
  friendlyName: z.string().optional(),
  instanceNameFormat: z.string().optional(),
  version: z.object({
    Major: z.coerce.number().int(),
    Minor: z.coerce.number().int(),
    Patch: z.coerce.number().int(),
  }),
  inputs: z
    .array(
      z.looseObject({
        name: z.string().min(1),
        type: z.string().min(1),
        defaultValue: z.union([z.string(), z.boolean(), z.number()]).nullish(),
        required: z.boolean().nullish(),
      }),
    )
    .default([]),
  execution: z.record(z.string(), handler).default({}),
  prejobexecution: z.record(z.string(), handler).optional(),
  postjobexecution: z.record(z.string(), handler).optional(),
});

export interface TaskDefinition {
  readonly json: z.infer<typeof taskJson>;
  /** The folder that holds task.json and the targets. */
  readonly folder: string;
  /** Changes with the content of the extension, so that an agent notices a replaced task. */
  readonly contentKey: string;
}

export function versionOf({ json: { version } }: TaskDefinition): string {
  return `${version.Major}.${version.Minor}.${version.Patch}`;
}

function compare(left: TaskDefinition, right: TaskDefinition): number {
  const [a, b] = [left.json.version, right.json.version];
  return a.Major - b.Major || a.Minor - b.Minor || a.Patch - b.Patch;
}

/** The newest task of this id that fits a specification such as `1.*`, `*` or `1.2.3`; undefined when none does. */
export function newestTask(
  tasks: readonly TaskDefinition[],
  taskId: string,
  specification: string,
): TaskDefinition | undefined {
  const wanted = specification.split('.').filter((part) => part !== '*' && part !== '');
  return tasks
    .filter((task) => task.json.id.toLowerCase() === taskId.toLowerCase())
    .filter((task) => wanted.every((part, index) => versionOf(task).split('.')[index] === part))
    .toSorted(compare)
    .at(-1);
}
