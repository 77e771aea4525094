#!/usr/bin/env node
// azureml-release-watch: the one place of the watcher that touches the process.
import { systemClock } from '../../src/adapters/local/clock.ts';
import { readText } from '../../src/adapters/local/read-text.ts';
import { runProgram } from './program.ts';

const stop = new AbortController();
// Once: a second signal ends the process at once, as everyone expects of it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

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
