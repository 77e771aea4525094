// Builds an image with the engine, and follows what it says to the end.
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import type { ImageBuild } from '../container-runtime.ts';
import { sentenceOf } from './engine-error.ts';

/** One message of the engine's progress: of the build, of the pull of its base image, the image's id, or the failure. */
const progress = z.looseObject({
  stream: z.string().optional(),
  status: z.string().optional(),
  id: z.string().optional(),
  progress: z.string().optional(),
  error: z.string().optional(),
  aux: z.looseObject({ ID: z.string().optional() }).optional(),
});

/** Colours of the engine's own. */
const colour = /\u001b\[[0-9;]*m/g;

function signIns({ credentials }: ImageBuild['request']): Docker.RegistryConfig {
  const all = Object.entries(credentials?.customRegistries ?? {});
  return Object.fromEntries(
    all.map(([server, { userName, password }]) => [
      server,
      { username: userName?.value ?? '', password: password?.value ?? '' },
    ]),
  );
}

function optionsOf({ request, names }: ImageBuild, labels: Record<string, string>): Docker.ImageBuildOptions {
  const { dockerFilePath, noCache, target, arguments: given = [] } = request;
  return {
    dockerfile: dockerFilePath,
    labels,
    nocache: noCache,
    // Containers of steps, also of the one that fails.
    ...{ rm: true, forcerm: true },
    ...(target !== undefined && { target }),
    ...(given.length > 0 && { buildargs: Object.fromEntries(given.map(({ name, value }) => [name, value])) }),
    ...(names.length > 0 && { t: names[0] }),
    registryconfig: signIns(request),
  };
}

interface Outcome {
  digest?: string;
  error?: string;
  /** Short ids of the layers, in the order of the steps. */
  readonly layers: string[];
}

function follow(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  log: (text: string) => void,
): Promise<Outcome> {
  const outcome: Outcome = { layers: [] };
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(
      stream,
      // Errors of the build stand in the progress, too; only a broken connection is told by `error` alone.
      (error) => (error === null || outcome.error !== undefined ? resolve(outcome) : reject(error)),
      (message: unknown) => {
        const { stream: text, status, id, progress: bar, error, aux } = progress.parse(message);
        if (text !== undefined) log(text.replace(colour, ''));
        // Bars of the pull say nothing in a log.
        else if (status !== undefined && bar === undefined)
          log(`${id === undefined ? '' : `${id}: `}${status}\n`);
        const layer = /^ ---> ([0-9a-f]{12})\n$/.exec(text ?? '')?.[1];
        if (layer !== undefined) outcome.layers.push(layer);
        if (aux?.ID !== undefined) outcome.digest = aux.ID;
        if (error !== undefined) outcome.error = error;
      },
    );
  });
}

/** What a failed build leaves has no name and no label. Parents go with it, as long as nothing else stands on them. */
async function removeLayers(docker: Docker, layers: readonly string[]): Promise<void> {
  const last = layers.at(-1);
  if (last === undefined) return;
  const image = docker.getImage(last);
  const found = await image.inspect().catch(() => undefined);
  // The base image itself has a name.
  if (found?.RepoTags.length === 0) await image.remove().catch(() => undefined);
}

/**
 * @returns the image's id
 * @throws Error with the engine's reason
 */
export async function buildWithEngine(
  docker: Docker,
  build: ImageBuild,
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  const { archive, names, log, signal } = build;
  let outcome: Outcome;
  try {
    const stream = await docker.buildImage(Readable.from([archive]), {
      ...optionsOf(build, { ...labels }),
      abortSignal: signal,
    });
    outcome = await follow(docker, stream, log);
  } catch (error) {
    // A Dockerfile that can not be read is refused before the build begins.
    throw new Error(sentenceOf(error), { cause: error });
  }
  const { digest, error, layers } = outcome;
  if (error !== undefined || digest === undefined) {
    await removeLayers(docker, layers);
    throw new Error((error ?? 'the engine named no image').replace(colour, ''));
  }
  for (const name of names.slice(1)) {
    const colon = name.lastIndexOf(':');
    await docker.getImage(digest).tag({ repo: name.slice(0, colon), tag: name.slice(colon + 1) });
  }
  return digest;
}
