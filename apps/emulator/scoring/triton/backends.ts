// Lays out Triton's folder of backends: its own one for Python models, and one for ONNX models that is written in Python.
import { access, copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessTable } from '../../kernel/process-table.ts';

/** What Triton's binaries and the Python inside of its backends are found by. */
export interface TritonPython {
  /** `site-packages` of the virtual environment. */
  readonly packages: string;
  /** e.g. 3.11 */
  readonly version: string;
  /** The folder of the shared library of Python, which the backends are linked to. */
  readonly libraries: string;
}

const facts = `import sysconfig as s
print(s.get_path('platlib'), s.get_python_version(), s.get_config_var('LIBDIR'), sep='\\n')`;

/** Where Debian puts it, for a Python that was built without one. */
const system = '/usr/lib/x86_64-linux-gnu';

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** @throws Error with what is missing, and where it comes from */
export async function libraryFolder(version: string, folders: readonly string[]): Promise<string> {
  const file = `libpython${version}.so.1.0`;
  for (const folder of folders) if (await isThere(join(folder, file))) return folder;
  throw new Error(
    `Triton's Python backend needs ${file}, which is not in ${folders.join(' or ')} (on Debian: apt-get install libpython${version})`,
  );
}

/** @throws Error when the environment's Python cannot be asked, or has no shared library */
export async function pythonOf(
  virtualEnvironment: string,
  { processes, env }: { readonly processes: ProcessTable; readonly env: Readonly<Record<string, string>> },
): Promise<TritonPython> {
  let output = '';
  const command = join(virtualEnvironment, 'bin', 'python');
  const onOutput = (text: string) => void (output += text);
  await processes.run({ name: 'python', command, args: ['-c', facts], cwd: '/', env, onOutput });
  const [packages, version, libraries, ...more] = output.trimEnd().split('\n');
  if (libraries === undefined || version === undefined || packages === undefined || more.length > 0)
    throw new Error(output);
  return { packages, version, libraries: await libraryFolder(version, [libraries, system]) };
}

/**
 * Triton refuses links that lead out of the folder, so that the files are copied (6 MB).
 *
 * @returns the folder
 * @throws Error for a Python that Triton's backend does not come for
 */
export async function layOutBackends(
  python: Pick<TritonPython, 'packages' | 'version'>,
  root: string,
): Promise<string> {
  const { packages, version } = python;
  const triton = join(packages, 'pytriton', 'tritonserver');
  const stub = join(triton, 'python_backend_stubs', version, 'triton_python_backend_stub');
  if (!(await isThere(stub))) throw new Error(`its Python backend does not come for Python ${version}`);
  const folder = join(root, 'backends');
  for (const name of ['python', 'onnxruntime']) await mkdir(join(folder, name), { recursive: true });
  const own = join(triton, 'backends', 'python');
  const files = (await readdir(own, { withFileTypes: true })).filter((entry) => entry.isFile());
  for (const { name } of files) await copyFile(join(own, name), join(folder, 'python', name));
  await copyFile(stub, join(folder, 'python', 'triton_python_backend_stub'));
  await copyFile(
    join(import.meta.dirname, 'onnxruntime_backend.py'),
    join(folder, 'onnxruntime', 'model.py'),
  );
  return folder;
}
