// A Python that can make virtual environments and run the inference server.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fail } from '../../core/errors/catalogue.ts';

const run = promisify(execFile);

const candidates = ['python3', 'python3.12', 'python3.11', 'python3.13', 'python3.10', 'python'];
const probe = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 9) else 1)';

/**
 * The first command that is a Python 3.9 or newer with venv.
 *
 * @throws PythonNotFound
 */
export async function findPython(env: NodeJS.ProcessEnv): Promise<string> {
  for (const command of candidates) {
    const fits = await run(command, ['-c', probe], { env }).then(
      () => true,
      () => false,
    );
    if (fits) return command;
  }
  throw fail('PythonNotFound', { tried: candidates.join(', ') });
}
