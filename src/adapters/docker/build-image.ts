// An image build, followed line by line to its end.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import * as z from 'zod';
import { lastBuildWords } from '../../core/deploy/last-words.ts';
import { fail } from '../../core/errors/catalogue.ts';
import type { ImageBuild } from '../../ports/container-engine.ts';
import { dockerFailure, isMissingImage, reasonOf, statusOf } from './failure.ts';

/** One message of the engine's progress. */
const progress = z.looseObject({ stream: z.string().optional(), error: z.string().optional() });

// Colours of the engine's own, and of programs that run in a build.

const colour = /\u001b\[[0-9;]*m/g;

const baseOf = (lines: readonly string[]): string =>
  lines.flatMap((line) => /^Step \d+\/\d+ : FROM\s+(?:--\S+\s+)*(\S+)/i.exec(line)?.[1] ?? []).at(-1) ??
  'unknown';

async function follow(docker: Docker, stream: NodeJS.ReadableStream, onText: (text: string) => void) {
  return new Promise<string | undefined>((resolve, reject) => {
    let failure: string | undefined;
    docker.modem.followProgress(
      stream,
      // Errors of the build stand in the progress, too; only a broken connection is told by `error` alone.
      (error) => (error === null || failure !== undefined ? resolve(failure) : reject(error)),
      (message: unknown) => {
        const { stream: text, error } = progress.parse(message);
        if (text !== undefined) onText(text);
        if (error !== undefined) failure = error;
      },
    );
  });
}

/** Generated texts, a few kB: packed in memory. */
async function contextOf(folder: string, files: readonly string[]): Promise<Readable> {
  const archive = pack();
  for (const name of files) archive.entry({ name }, await readFile(join(folder, name)));
  archive.finalize();
  return Readable.from(archive);
}

/** @throws BaseImageNotFound, ImageBuildFailed, and what an engine that can not be used leads to */
export async function buildImage(
  docker: Docker,
  address: string,
  { tag, folder, files, registry }: ImageBuild,
  onLine: (line: string) => void,
): Promise<void> {
  const lines: string[] = [];
  let rest = '';
  const onText = (text: string) => {
    const parts = (rest + text.replace(colour, '')).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts.map((one) => one.trimEnd()).filter((one) => one !== '')) {
      lines.push(line);
      onLine(line);
    }
  };
  let failure: string | undefined;
  try {
    const stream = await docker.buildImage(await contextOf(folder, files), {
      t: tag,
      rm: true,
      forcerm: true,
      ...(registry && { registryconfig: registryConfig(registry) }),
    });
    failure = await follow(docker, stream, onText);
  } catch (error) {
    // The engine refuses a Dockerfile that it can not read before the build begins.
    if (statusOf(error) === undefined) throw dockerFailure(error, address, `build image '${tag}'`);
    throw fail(
      'ImageBuildFailed',
      { image: tag, reason: reasonOf(error), log: lastBuildWords(lines.join('\n')) },
      error,
    );
  }
  if (failure === undefined) return;
  const reason = failure.replace(colour, '').replace(/[\s.]+$/, '');
  const last = lines.at(-1) ?? '';
  if (/^Step \d+\/\d+ : FROM/i.test(last) && isMissingImage(reason))
    throw fail('BaseImageNotFound', { image: baseOf(lines), reason });
  throw fail('ImageBuildFailed', { image: tag, reason, log: lastBuildWords(lines.join('\n')) });
}

const registryConfig = ({ serveraddress, username, password }: NonNullable<ImageBuild['registry']>) => ({
  [serveraddress]: { username, password },
});
