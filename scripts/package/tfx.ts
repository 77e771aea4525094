// Runs tfx-cli on the staged extension, and takes none of its warnings: it says itself that they will become errors.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ansiColour = /\u001b\[[0-9;]*m/g;

/**
 * The lines of tfx's output that report a problem. tfx exits 0 on many of them.
 *
 * @param stderr tfx writes nothing there unless something is wrong
 */
export function complaints(stdout: string, stderr: string): readonly string[] {
  const lines = (text: string) =>
    text
      .replace(ansiColour, '')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');
  const warned = lines(stdout).filter((line) => /^\s*(warning|error):/i.test(line));
  return [...warned, ...lines(stderr)];
}

/**
 * Packs the staged folder into one .vsix file in `outDir`, under the name tfx gives it.
 *
 * @throws Error with tfx's own words when it fails or warns
 */
export function createVsix(stageFolder: string, outDir: string): string {
  const tfx = join(createRequire(import.meta.url).resolve('tfx-cli/package.json'), '../_build/tfx-cli.js');
  const run = spawnSync(
    process.execPath,
    [
      ...[
        tfx,
        'extension',
        'create',
        '--json',
        '--no-prompt',
        '--root',
        stageFolder,
        '--output-path',
        `${outDir}/`,
      ],
      ...['--manifest-globs', 'vss-extension.json', '**/*.contribution.json'],
    ],
    { encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1', NO_COLOR: '1' } },
  );
  const problems = complaints(run.stdout, run.stderr);
  if (run.status !== 0 || problems.length > 0) {
    const words = problems.length > 0 ? problems.join('\n') : run.stdout;
    throw new Error(
      `tfx did not pack ${stageFolder} cleanly (exit status ${run.status ?? 'none'}):\n${words}`,
    );
  }
  const { path } = JSON.parse(run.stdout.slice(run.stdout.indexOf('{'))) as { path: string };
  return path;
}
