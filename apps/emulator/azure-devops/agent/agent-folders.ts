// The folders of the agent, laid out as on a real one.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface AgentFolders {
  readonly home: string;
  readonly work: string;
  readonly temp: string;
  readonly tools: string;
  readonly tasks: string;
}

export function agentFolders(home: string): AgentFolders {
  const work = join(home, '_work');
  return {
    home,
    work,
    temp: join(work, '_temp'),
    tools: join(work, '_tool'),
    tasks: join(work, '_tasks'),
  };
}

/** A release's working directory: emptied when a job begins, kept when it ends. */
export function artifactsFolder(folders: AgentFolders, workFolder: string): string {
  return join(folders.work, workFolder, 'a');
}

/** The workspace of a YAML pipeline: its sources and its artifacts lie in it. */
export function workspaceFolder(folders: AgentFolders, workFolder: string): string {
  return join(folders.work, workFolder);
}

export async function emptyFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}
