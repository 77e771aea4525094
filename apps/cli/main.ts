#!/usr/bin/env node
// azureml-release: the one place of the command line that touches the process.
import { systemClock } from '../../src/adapters/local/clock.ts';
import { migrationFiles } from '../../src/adapters/local/migration-files.ts';
import { createProjectFiles } from '../../src/adapters/local/project-files.ts';
import { readText } from '../../src/adapters/local/read-text.ts';
import { onFirstSignal } from '../../src/adapters/local/signals.ts';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail } from '../../src/core/errors/catalogue.ts';
import { runProgram } from './program.ts';

/** The watcher is a program of its own, beside this one when both are built: it is started, never imported from. */
const watcherPlaces = ['./watcher.cjs', '../watcher/main.ts'].map((path) => new URL(path, import.meta.url));

/** In this very process, so that signals and the exit status are its own. */
async function startWatcher(argv: readonly string[]): Promise<undefined> {
  const program = watcherPlaces.find((place) => existsSync(place));
  if (program === undefined)
    throw fail('WatcherProgramMissing', { folder: fileURLToPath(new URL('.', import.meta.url)) });
  process.argv.splice(2, Infinity, ...argv);
  await import(program.href);
}

void runProgram({
  argv: process.argv.slice(2),
  files: migrationFiles,
  project: { workingFolder: process.cwd(), files: (root) => createProjectFiles({ root }) },
  clock: systemClock,
  onSignal: onFirstSignal,
  environment: process.env,
  readText,
  startWatcher,
  writeOut: (text) => void process.stdout.write(text),
  writeAside: (text) => void process.stderr.write(text),
}).then((status) => {
  if (status !== undefined) process.exitCode = status;
});
