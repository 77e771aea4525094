// The agent's own copy of a task: made once for each version, and again when the extension's content changed.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionOf, type TaskDefinition } from '../extensions/task-definition.ts';

/** The agent writes this file beside the folder when the copy is whole. */
const marker = '.completed';

/** Gives the folder to run from. What a task keeps there (compiled code) stays for its next run. */
export async function provideTask(task: TaskDefinition, tasksFolder: string): Promise<string> {
  const folder = join(tasksFolder, `${task.json.name}_${task.json.id.toLowerCase()}`, versionOf(task));
  const copied = await readFile(`${folder}${marker}`, 'utf8').catch(() => '');
  if (copied === task.contentKey) return folder;
  await rm(folder, { recursive: true, force: true });
  await cp(task.folder, folder, { recursive: true });
  await writeFile(`${folder}${marker}`, task.contentKey);
  return folder;
}
