// The command line as a person runs it against the stack: signed in by environment variables, from a project folder.
import type { Stack } from '../../../../apps/emulator/stack.ts';
import { createProjectFiles } from '../../../../src/adapters/local/project-files.ts';
import { systemClock } from '../../../../src/adapters/local/clock.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { type Ran, runCommandLine } from './run-program.ts';

/** The service asks for ten seconds before the first look at an operation that the stack has done in a third of one. */
const longestWaitMs = 250;
const impatientClock: Clock = {
  now: () => systemClock.now(),
  sleep: (milliseconds, signal) => systemClock.sleep(Math.min(milliseconds, longestWaitMs), signal),
};

export interface CliOnStack {
  /** With workspace, cloud and sign-in added behind `argv`. */
  run(...argv: readonly string[]): Promise<Ran>;
  /** The same without a workspace, for verbs that take other places. */
  bare(...argv: readonly string[]): Promise<Ran>;
}

/** @param folder the project: relative paths start there */
export function cliOnStack(
  stack: Stack,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
  clock: Clock = impatientClock,
): CliOnStack {
  const { arm, identity } = stack.addresses;
  const workspace = [
    ...['-g', arm.resourceGroup, '-w', arm.workspace, '--subscription-id', arm.subscriptionId],
  ];
  const cloud = [
    ...['--arm-url', arm.url, '--authority-url', identity.authority],
    ...['--audience', 'https://management.core.windows.net/'],
  ];
  const start = (argv: readonly string[]) =>
    runCommandLine(argv, {
      clock,
      project: { workingFolder: folder, files: (root) => createProjectFiles({ root }) },
      environment: {
        AZURE_TENANT_ID: identity.tenantId,
        AZURE_CLIENT_ID: identity.clientId,
        AZURE_CLIENT_SECRET: identity.clientSecret,
        ...environment,
      },
    });
  return {
    run: (...argv) => start([...argv, ...workspace, ...cloud]),
    bare: (...argv) => start([...argv, ...cloud]),
  };
}
