// Where this machine's own servers keep their files.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** AZUREML_RELEASE_HOME, or a folder of the user's; an absolute path. */
export function homeFolder(env: NodeJS.ProcessEnv): string {
  const given = env['AZUREML_RELEASE_HOME'] ?? '';
  return given === '' ? join(homedir(), '.azureml-release') : resolve(given);
}
