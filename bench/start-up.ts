// `npm run bench -- start-up`: whole process to the first log line of each task as it is packed, on each runtime.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTasks } from '../scripts/build/entries.ts';
import { stageFolder } from '../scripts/stage.ts';
import { besidePeer, median, rounded } from './measurement.ts';
import type { Measurement } from './measurement.ts';
import { timesToFirstLine } from './start-up/first-line.ts';
import { eagerTask, emptyScript } from './start-up/peers.ts';
import { taskEnvironment } from './start-up/task-environment.ts';
import { findRuntimes } from './support/runtimes.ts';
import type { Runtime } from './support/runtimes.ts';

/** Runs of each program after the warm-up, as the project's figure asks. */
const runs = 15;

/** `root` must be staged (`npm run package`). */
export async function* startUp(root: string, note: (line: string) => void): AsyncIterable<Measurement> {
  const runtimes = findRuntimes(root, process.env, note);
  const folder = mkdtempSync(join(tmpdir(), 'start-up-'));
  try {
    const env = taskEnvironment(folder);
    const time = async (runtime: Runtime, script: string) =>
      median(await timesToFirstLine({ runtime: runtime.path, script, env }, runs));
    const empty = emptyScript(folder);
    for (const runtime of runtimes) {
      const name = `start-up/empty-script/${runtime.name}`;
      yield { name, value: rounded(await time(runtime, empty), 'ms'), unit: 'ms' };
    }
    for (const task of findTasks(root)) {
      // Outside the repository, as on an agent: its package.json would make index.js an ES module.
      const copy = join(folder, task.folder);
      cpSync(join(stageFolder(root, 'release'), task.folder), copy, { recursive: true });
      const eager = await eagerTask(join(root, task.folder), folder);
      for (const runtime of runtimes) {
        const value = await time(runtime, join(copy, 'index.js'));
        const name = `start-up/${task.folder.replace('tasks/', '')}/${runtime.name}`;
        yield besidePeer(name, value, 'ms', await time(runtime, eager));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
