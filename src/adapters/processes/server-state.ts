// What is written down about each server, so that later commands find it: one folder a server, with its state and its log.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const spec = z.object({
  environment: z.string().regex(/^[\w-]+$/),
  appRoot: z.string(),
  entryScript: z.string(),
  variables: z.record(z.string(), z.string()),
  labels: z.record(z.string(), z.string()),
  port: z.number().optional(),
});

const serverState = z.object({
  spec,
  /** Of the last start. */
  running: z.object({ pid: z.number(), start: z.string(), port: z.number() }).optional(),
});

export type ServerState = z.infer<typeof serverState>;

const nameRule = /^[A-Za-z0-9][\w.-]*$/;

export class ServerFolders {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  folder(name: string): string {
    if (!nameRule.test(name)) throw new Error(`'${name}' is no name of a server.`);
    return join(this.#root, name);
  }

  logFile(name: string): string {
    return join(this.folder(name), 'log');
  }

  async names(): Promise<readonly string[]> {
    const entries = await readdir(this.#root, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  }

  /** Absent for a folder without a state: somebody died while making it. */
  async read(name: string): Promise<ServerState | undefined> {
    const text = await readFile(join(this.folder(name), 'server.json'), 'utf8').catch(() => undefined);
    return text === undefined ? undefined : serverState.parse(JSON.parse(text));
  }

  /** Whole or not at all. Variables may hold secrets: only this user reads them. */
  async write(name: string, state: unknown): Promise<void> {
    const folder = this.folder(name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const part = join(folder, 'server.json.part');
    await writeFile(part, JSON.stringify(serverState.parse(state), undefined, 2), { mode: 0o600 });
    await rename(part, join(folder, 'server.json'));
  }

  async move(from: string, to: string): Promise<void> {
    await rename(this.folder(from), this.folder(to));
  }

  async remove(name: string): Promise<void> {
    await rm(this.folder(name), { recursive: true, force: true });
  }
}
