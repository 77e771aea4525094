// Builds an image from a Dockerfile without a container engine: COPY fills a folder, RUN of a Python environment becomes a
// virtual environment. Anything else that RUN may say is refused, loudly, as a failed build.
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join, posix, resolve, sep } from 'node:path';
import type { PythonEnvironments } from '../../scoring/python-environments.ts';
import { parseDockerfile, wordsOf, type Instruction } from './dockerfile.ts';

/** Without a container engine an image is a folder. */
export interface FolderImage {
  /** The container's file system, as far as COPY filled it: `/var/x` is `<root>/var/x`. */
  readonly root: string;
  /** The Python environment that stands in for what RUN installed. */
  readonly virtualEnvironment: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly ports: readonly number[];
  /** sha256:<64 hex digits>. */
  readonly digest: string;
}

export interface FolderBuild {
  /** Holds the unpacked build context. */
  readonly context: string;
  /** Relative to the context. */
  readonly dockerfile: string;
  /** Becomes the image's file system. */
  readonly root: string;
  readonly environments: PythonEnvironments;
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}

interface Draft {
  workdir: string;
  condaFile: string;
  readonly requirements: string[];
  readonly env: Record<string, string>;
  readonly ports: number[];
  command: readonly string[];
  stages: number;
}

function inside(root: string, path: string): string {
  const full = resolve(join(root, path));
  if (full !== resolve(root) && !full.startsWith(`${resolve(root)}${sep}`))
    throw new Error(`'${path}' leads out of its folder`);
  return full;
}

async function copy(rest: string, draft: Draft, build: FolderBuild): Promise<void> {
  const words = wordsOf(rest);
  const target = words.at(-1);
  if (words.some((word) => word.startsWith('--')) || words.length < 2 || target === undefined)
    throw new Error(`the emulator does not know this COPY: ${rest}`);
  for (const source of words.slice(0, -1)) {
    const from = inside(build.context, source);
    const found = await stat(from).catch(() => undefined);
    if (!found) throw new Error(`COPY failed: file not found in build context: ${source}`);
    const to = posix.resolve(draft.workdir, target);
    // A folder's contents are copied; a file keeps its name below a folder.
    const file = target.endsWith('/') && found.isFile() ? posix.join(to, basename(from)) : to;
    await mkdir(inside(build.root, posix.dirname(file)), { recursive: true });
    await cp(from, inside(build.root, file), { recursive: true });
  }
}

async function run(rest: string, draft: Draft, build: FolderBuild): Promise<void> {
  const conda = /^conda env create -n (\S+) -f (\S+)$/.exec(rest)?.[2];
  if (conda !== undefined) {
    // The file was copied into the working folder of the image.
    draft.condaFile = await readFile(inside(build.root, posix.resolve(draft.workdir, conda)), 'utf8');
    return;
  }
  const pip = /^(?:\S*\/)?(?:pip3?|python3? -m pip) install ((?:--no-cache-dir )?)(.+)$/.exec(rest)?.[2];
  if (pip === undefined || /[;&|$`<>]/.test(pip) || pip.split(/\s+/).some((word) => word.startsWith('-')))
    throw new Error(
      `the emulator builds images without a container engine and runs only 'conda env create' and 'pip install': ${rest}`,
    );
  draft.requirements.push(...pip.split(/\s+/));
}

async function carryOut({ name, rest }: Instruction, draft: Draft, build: FolderBuild): Promise<void> {
  switch (name) {
    case 'FROM':
      draft.stages += 1;
      if (draft.stages > 1) throw new Error('the emulator builds images of one stage only');
      return;
    case 'WORKDIR':
      draft.workdir = posix.resolve(draft.workdir, rest);
      return;
    case 'COPY':
      return copy(rest, draft, build);
    case 'RUN':
      return run(rest, draft, build);
    case 'ENV': {
      const [, key = '', value = ''] = /^([A-Za-z_]\w*)[= ](.*)$/.exec(rest) ?? [];
      draft.env[key] = value.replace(/^"(.*)"$/, '$1');
      return;
    }
    case 'EXPOSE':
      draft.ports.push(...rest.split(/\s+/).map((port) => Number(port.split('/')[0])));
      return;
    case 'CMD':
      draft.command = wordsOf(rest);
      return;
    case 'LABEL':
    case 'MAINTAINER':
    case 'USER':
      return;
    default:
      throw new Error(`the emulator does not know the instruction ${name}`);
  }
}

/**
 * Carries the Dockerfile out.
 *
 * @throws Error with the step that failed; the log has what was done before
 */
export async function buildImage(build: FolderBuild): Promise<FolderImage> {
  const { context, dockerfile, root, log, signal } = build;
  const text = await readFile(inside(context, dockerfile), 'utf8').catch(() => {
    throw new Error(
      `unable to prepare context: unable to evaluate symlinks in Dockerfile path: ${dockerfile}`,
    );
  });
  const instructions = parseDockerfile(text);
  const draft: Draft = {
    ...{ workdir: '/', condaFile: '', requirements: [], env: {}, ports: [], command: [], stages: 0 },
  };
  await mkdir(root, { recursive: true });
  for (const [index, instruction] of instructions.entries()) {
    signal.throwIfAborted();
    log(`Step ${index + 1}/${instructions.length} : ${instruction.name} ${instruction.rest}\n`);
    await carryOut(instruction, draft, build);
  }
  const { condaFile, requirements, env, ports, command } = draft;
  const virtualEnvironment = await build.environments.build(condaFile, requirements, log, signal);
  const digest = `sha256:${createHash('sha256').update(root).update(text).digest('hex')}`;
  return { root, virtualEnvironment, env, command, ports, digest };
}
