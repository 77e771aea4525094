// A project folder on disk with everything that the fuzzed files name, things outside that they must not reach, and links to those.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createProjectFiles } from '../../../../../src/adapters/local/project-files.ts';
import type { ProjectFiles } from '../../../../../src/ports/project-files.ts';
import { conda } from './plan-input.ts';
import { watchReads, type WatchedReads } from './watch-reads.ts';

const script = 'def init(): ...\ndef run(data): return data\n';

const files: Readonly<Record<string, string>> = {
  'project/score.py': script,
  'project/other.py': script,
  'project/batch.py': script,
  'project/conda.yml': conda,
  'project/Dockerfile': 'FROM own:1\n',
  'project/steps': 'RUN true\n',
  'project/c.pem': 'certificate',
  'project/k.pem': 'key',
  'project/src/score.py': script,
  'project/src/conda.yml': conda,
  'project/deploy/conda.yml': conda,
  'project/deploy/model/MLmodel': 'flavors: {}\n',
  'project/deploy/docker/Dockerfile': 'FROM own:1\n',
  'secret/score.py': script,
  'secret/conda.yml': 'dependencies: [secret]\n',
};

/** Paths that lead out of the project, by name or through a link. */
export const waysOut = [
  ...['../secret/score.py', '../../secret', '../secret', '..', '/etc/passwd', '/'],
  ...['link.py', 'linked', 'linked/score.py', 'src/../../secret/conda.yml', 'file:../secret/conda.yml'],
];

export interface FuzzProject {
  readonly root: string;
  readonly reads: WatchedReads;
  /** The project's files, some of them with other texts. */
  with(texts: Readonly<Record<string, string>>): ProjectFiles;
  remove(): void;
}

export function createFuzzProject(): FuzzProject {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const root = join(folder, 'project');
  symlinkSync(join(folder, 'secret/score.py'), join(root, 'link.py'));
  for (const place of [root, join(root, 'deploy')])
    symlinkSync(join(folder, 'secret'), join(place, 'linked'));
  const reads = watchReads(root);
  const onDisk = createProjectFiles({ root });
  return {
    root,
    reads,
    with: (texts) => ({
      ...onDisk,
      readText: async (path, what) =>
        Object.hasOwn(texts, path) ? (texts[path] ?? '') : onDisk.readText(path, what),
    }),
    remove() {
      reads.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
