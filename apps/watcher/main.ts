#!/usr/bin/env node
// azureml-release-watch: the one place of the watcher that touches the process.
import { readFileSync } from 'node:fs';
import { systemClock } from '../../src/adapters/local/clock.ts';
import { fail } from '../../src/core/errors/catalogue.ts';
import { runProgram } from './program.ts';

const stop = new AbortController();
// Once: a second signal ends the process at once, as everyone expects of it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw fail('FileNotFound', { what, path }, error);
    }
    const reason = error instanceof Error ? error.message : 'unknown';
    throw fail('FileUnreadable', { what, path, reason }, error);
  }
}

void runProgram({
  argv: process.argv.slice(2),
  environment: process.env,
  readText,
  clock: systemClock,
  isTerminal: process.stdout.isTTY,
  writeLine: (line) => console.log(line),
  writeAside: (line) => console.error(line),
  signal: stop.signal,
  onHangUp: (listener) => process.on('SIGHUP', listener),
}).then((status) => {
  process.exitCode = status;
});
