// The emulator as a program: starts the stack, says where it is on one line, ends with a signal or with its parent.
import { fstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startAzureDevOps } from './azure-devops/server.ts';
import { parseCommandLine, usage, type CommandLine } from './command-line.ts';
import { startStack, type Stack } from './stack.ts';

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function readArguments(): CommandLine | undefined {
  try {
    return parseCommandLine(process.argv.slice(2));
  } catch (error) {
    log(`${error instanceof Error ? error.message : String(error)} Usage: ${usage}`);
    return undefined;
  }
}

/** Resolves when the user or the parent process wants the stack to end. */
async function endIsWanted(): Promise<void> {
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
    process.once('disconnect', done);
    // Only a pipe says something by its end: a terminal stays open and /dev/null is at its end from the start.
    const stdin = fstatSync(0);
    if (stdin.isFIFO() || stdin.isSocket()) process.stdin.once('end', done).once('close', done).resume();
  });
}

async function start(options: CommandLine): Promise<Stack> {
  const { state, record, python, ports, allowDotsInModelNames, containers, vsix, node24 } = options;
  return startStack({
    ...(state === undefined ? {} : { stateDir: resolve(state) }),
    ...(record === undefined ? {} : { recordFile: resolve(record) }),
    ...(python === undefined ? {} : { python }),
    cacheDir: join(process.cwd(), '.cache'),
    ports,
    allowDotsInModelNames,
    containers,
    env: process.env,
    log,
    startDevOps: (known) =>
      startAzureDevOps({
        ...known,
        ...(vsix === undefined ? {} : { vsix: resolve(vsix) }),
        // The emulator runs on the Node that the older handler names, or on a newer one.
        node: { Node20_1: process.execPath, ...(node24 === undefined ? {} : { Node24: resolve(node24) }) },
      }),
  });
}

async function main(): Promise<number> {
  const options = readArguments();
  if (!options) return 2;
  const ended = endIsWanted();
  const stack = await start(options);
  process.stdout.write(`${JSON.stringify({ ready: true, addresses: stack.addresses })}\n`);
  await ended;
  await stack.close();
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    log(`The stack did not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
