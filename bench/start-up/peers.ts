// What a task's start is measured against: a script that does nothing, and the same task with everything loaded at once.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { leftOut } from '../../scripts/build/left-out.ts';
import { bundleOptions } from '../../scripts/build/options.ts';

/** A script that writes one line: what Node itself takes. */
export function emptyScript(folder: string): string {
  const file = join(folder, 'empty.cjs');
  writeFileSync(file, "console.log('Started.');\n");
  return file;
}

/**
 * The task as one file that loads every SDK before its first line, as tasks commonly do.
 *
 * @param taskFolder the task's sources, absolute
 */
export async function eagerTask(taskFolder: string, folder: string): Promise<string> {
  const file = join(folder, 'eager.cjs');
  const wiring = existsSync(join(taskFolder, 'wiring.ts')) ? "import './wiring.ts';\n" : '';
  await build({
    ...bundleOptions,
    plugins: [leftOut],
    // In this order: what is imported first is evaluated first.
    stdin: { contents: `${wiring}import './index.ts';`, resolveDir: taskFolder, loader: 'ts' },
    // Without this esbuild drops the first import, as our modules have no side effects.
    ignoreAnnotations: true,
    outfile: file,
  });
  return file;
}
