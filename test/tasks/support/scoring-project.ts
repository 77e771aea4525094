// A small scoring project on disk, as a team has it in its repository.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { condaFile, echoScript } from '../../apps/emulator/support/deploy.ts';

export const goodProject: Readonly<Record<string, string>> = {
  'score.py': echoScript,
  'conda.yml': condaFile,
  'inferenceconfig.yml': 'entryScript: score.py\ncondaFile: conda.yml\n',
  'deploymentconfig.yml': 'computeType: managed\ninstanceType: Standard_DS3_v2\nscoringTimeoutMs: 30000\n',
  'request.json': '{"x": 2}',
};

/** Writes the project, with `changes` to its files, into `folder/name` and returns that path. */
export async function writeProject(
  folder: string,
  name: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const project = join(folder, name);
  await mkdir(project, { recursive: true });
  for (const [file, text] of Object.entries({ ...goodProject, ...changes }))
    await writeFile(join(project, file), text);
  return project;
}

/** The inputs of the deploy task that name the files of a project. */
export const projectInputs = (project: string) => ({
  inferenceConfig: join(project, 'inferenceconfig.yml'),
  deploymentConfig: join(project, 'deploymentconfig.yml'),
  testRequest: join(project, 'request.json'),
});
