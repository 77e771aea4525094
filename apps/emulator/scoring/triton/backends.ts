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
  /** The folder of the shared library of Python, and its file there, which the backends are linked to. */
  readonly libraries: string;
  readonly library: string;
}

const facts = `import sysconfig as s
print(s.get_path('platlib'), s.get_python_version(), s.get_config_var('LIBDIR'), s.get_config_var('INSTSONAME'), sep='\\n')`;

/** @throws Error when the environment's Python cannot be asked */
export async function pythonOf(
  virtualEnvironment: string,
  { processes, env }: { readonly processes: ProcessTable; readonly env: Readonly<Record<string, string>> },
): Promise<TritonPython> {
  let output = '';
  const command = join(virtualEnvironment, 'bin', 'python');
  const onOutput = (text: string) => void (output += text);
  await processes.run({ name: 'python', command, args: ['-c', facts], cwd: '/', env, onOutput });
  const [packages, version, libraries, library, ...more] = output.trimEnd().split('\n');
  if (library === undefined || more.length > 0 || packages === undefined) throw new Error(output);
  return { packages, version: version ?? '', libraries: libraries ?? '', library };
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Triton refuses links that lead out of the folder, so that the files are copied (6 MB).
 *
 * @returns the folder
 * @throws Error with what is missing, and where it comes from
 */
export async function layOutBackends(python: TritonPython, root: string): Promise<string> {
  const { packages, version, libraries, library } = python;
  if (!(await isThere(join(libraries, library))))
    throw new Error(
      `Triton's Python backend needs ${library}, which is not in ${libraries} (on Debian: apt-get install libpython${version})`,
    );
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
