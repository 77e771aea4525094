// The one-machine stack beside the main job.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAnnouncement, type Addresses } from './addresses.ts';
import { ServiceProcess } from './service-process.ts';

export interface Stack {
  readonly process: ServiceProcess;
  readonly addresses: Addresses;
  /** Where the stack wrote the same addresses. */
  readonly addressesFile: string;
  /** Certificate of the stack's authority, PEM. */
  readonly ca: string;
}

export interface StackOptions {
  readonly root: string;
  /** The program and its own arguments. */
  readonly program: readonly string[];
  readonly folder: string;
  readonly vsix: string;
  readonly python: string;
  readonly record?: string;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, program, vsix, python, record } = options;
  let announce: (line: string) => void = () => undefined;
  const announced = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const stack = new ServiceProcess({
    name: 'one-machine stack',
    command: process.execPath,
    args: [
      ...program,
      ...['--state', join(folder, 'stack'), '--vsix', vsix, '--python', python],
      // Also where Docker is: an image takes minutes, and needs a registry that can be reached.
      ...['--containers', 'process'],
      ...(record === undefined ? [] : ['--record', record]),
    ],
    env: process.env,
    logFile: join(folder, 'stack.log'),
    onLine: (line) => {
      announce(line);
    },
  });
  try {
    const addresses = parseAnnouncement(await Promise.race([announced, stack.unexpectedEnd()]));
    const addressesFile = join(folder, 'stack', 'addresses.json');
    return { process: stack, addresses, addressesFile, ca: await readFile(addresses.caFile, 'utf8') };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
