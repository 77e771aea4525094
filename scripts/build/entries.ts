// Which programs the build makes: every major version of every task, the watcher, and the command line.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface TaskEntry {
  /** Folder below the repository root, e.g. `tasks/download-model/v1`. */
  readonly folder: string;
  readonly entryPoint: string;
}

/** Every folder `tasks/<name>/v<major>` that holds a task.json, in alphabetical order. */
export function findTasks(root: string): readonly TaskEntry[] {
  const folders = (path: string) =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${path}/${entry.name}`)
      .sort();
  return folders('tasks')
    .flatMap(folders)
    .filter((folder) => /\/v\d+$/.test(folder) && existsSync(join(root, folder, 'task.json')))
    .map((folder) => ({ folder, entryPoint: join(root, folder, 'index.ts') }));
}

/** The programs beside the extension. The emulator is none: it runs from source, on a developer's machine only. */
export const apps = [
  { name: 'watcher', entryPoint: 'apps/watcher/main.ts' },
  { name: 'azureml-release', entryPoint: 'apps/cli/main.ts' },
] as const;
