// The built-in task behind `script:` steps (CmdLine): runs the text with bash, as the agent does on Linux.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { taskJson, type TaskDefinition } from '../extensions/task-definition.ts';

/** The id that CmdLine has in every organization. */
const cmdLineId = 'd9bafed4-0b18-4f58-968d-86655b4d2ce9';

const program = `const { spawnSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const environment = process.env;
const file = join(environment.AGENT_TEMPDIRECTORY, 'script-' + process.pid + '.sh');
writeFileSync(file, environment.INPUT_SCRIPT);
const ended = spawnSync('bash', ['--noprofile', '--norc', file], {
  cwd: environment.INPUT_WORKINGDIRECTORY || process.cwd(),
  stdio: 'inherit',
});
process.exitCode = ended.status === null ? 1 : ended.status;
`;

/** Writes the task's folder and gives its definition. */
export async function provideScriptTask(folder: string): Promise<TaskDefinition> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.js'), program);
  const json = taskJson.parse({
    id: cmdLineId,
    name: 'CmdLine',
    friendlyName: 'Command line',
    version: { Major: 2, Minor: 0, Patch: 0 },
    inputs: [
      { name: 'script', type: 'multiLine', required: true },
      { name: 'workingDirectory', type: 'filePath' },
    ],
    execution: { Node20_1: { target: 'index.js' } },
  });
  return { json, folder, contentKey: 'built-in' };
}
