// One start of a container: made, filled, started, followed and taken away by the engine.
import { PassThrough, Readable } from 'node:stream';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { ended, type Program } from '../program.ts';
import { sentenceOf, statusOf } from './engine-error.ts';

export interface EngineProgramOptions {
  readonly docker: Docker;
  readonly create: Docker.ContainerCreateOptions;
  /** By their path in the container. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Where a port of it is on 127.0.0.1; undefined to read it from the container itself. */
  readonly portOf: Program['portOf'] | undefined;
  readonly log: (text: string) => void;
}

/** What a server gets to end by itself before it is killed. */
const stopSeconds = 5;
/** What the engine reports of one that it had to kill, and of one that it could not start. */
const killed = 137;
const notStarted = 128;

/** Secrets are readable by whatever user the image runs as. */
async function fill(container: Docker.Container, files: ReadonlyMap<string, Buffer>): Promise<void> {
  if (files.size === 0) return;
  const archive = pack();
  for (const [path, content] of files)
    archive.entry({ name: path.replace(/^\/+/, ''), mode: 0o644 }, content);
  archive.finalize();
  await container.putArchive(Readable.from(archive), { path: '/' });
}

/** Passes on what the container prints; resolves when it has printed everything. */
async function follow(
  docker: Docker,
  container: Docker.Container,
  log: (text: string) => void,
): Promise<void> {
  const stream = await container.logs({ follow: true, stdout: true, stderr: true });
  const text = new PassThrough({ encoding: 'utf8' });
  text.on('data', log);
  docker.modem.demuxStream(stream, text, text);
  await new Promise<void>((resolve) => {
    stream
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve());
  });
}

/** Host ports that the engine chose, by the port in the container. */
export async function publishedPorts(container: Docker.Container): Promise<ReadonlyMap<number, number>> {
  const { Ports } = (await container.inspect()).NetworkSettings;
  return new Map(
    Object.entries(Ports).flatMap(([inside, bindings]) => {
      const outside = (bindings as { HostPort: string }[] | null)?.[0]?.HostPort;
      return outside === undefined ? [] : [[Number.parseInt(inside, 10), Number(outside)] as const];
    }),
  );
}

/** Never throws: a container that can not be started ends at once, with the engine's reason in its log. */
export async function startWithEngine(options: EngineProgramOptions): Promise<Program> {
  const { docker, create, files, log } = options;
  let container: Docker.Container | undefined;
  try {
    container = await docker.createContainer(create);
    await fill(container, files);
    await container.start();
    const ports = options.portOf === undefined ? await publishedPorts(container) : undefined;
    return running(docker, container, options.portOf ?? ((port) => ports?.get(port)), log);
  } catch (error) {
    log(`Error response from daemon: ${sentenceOf(error)}\n`);
    await container?.remove({ force: true, v: true }).catch(() => undefined);
    return ended(notStarted);
  }
}

function running(
  docker: Docker,
  container: Docker.Container,
  portOf: Program['portOf'],
  log: (text: string) => void,
): Program {
  let endedBy: 'OOMKilled' | undefined;
  const printed = follow(docker, container, log).catch(() => undefined);
  const end = async (): Promise<number> => {
    try {
      const { StatusCode } = (await container.wait()) as { StatusCode: number };
      await printed;
      if ((await container.inspect()).State.OOMKilled) endedBy = 'OOMKilled';
      await container.remove({ force: true, v: true });
      return StatusCode;
    } catch (error) {
      // Removed by somebody else, or the engine itself has ended.
      if (statusOf(error) !== 404) log(`${sentenceOf(error)}\n`);
      return killed;
    }
  };
  const exited = end();
  return {
    exited,
    endedBy: () => endedBy,
    portOf,
    async stop() {
      // It may have ended by itself.
      await container.stop({ t: stopSeconds }).catch(() => undefined);
      await exited;
    },
  };
}
