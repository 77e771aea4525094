#!/usr/bin/env node
// azureml-release: the one place of the command line that touches the process.
import { migrationFiles } from '../../src/adapters/local/migration-files.ts';
import { runProgram } from './program.ts';

void runProgram({
  argv: process.argv.slice(2),
  files: migrationFiles,
  writeOut: (text) => void process.stdout.write(text),
  writeAside: (text) => void process.stderr.write(text),
}).then((status) => {
  process.exitCode = status;
});
