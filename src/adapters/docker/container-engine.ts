// The Docker Engine of this machine, by dockerode. It is found as Docker's own command line finds it: DOCKER_HOST, or its socket.
import Docker from 'dockerode';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { ContainerEngine } from '../../ports/container-engine.ts';
import type { ScoringServer } from '../../ports/server-host.ts';
import { buildImage } from './build-image.ts';
import { dockerFailure, isMissingImage, isPortInUse, reasonOf, statusOf } from './failure.ts';
import { demultiplexed } from './log-frames.ts';

export interface EngineOptions {
  /** Path of the socket; default: as the environment of the process says. */
  readonly socketPath?: string;
  /** Milliseconds without a word of the engine after which it counts as not running; default: none, as a build may be silent. */
  readonly timeout?: number;
  /** Seconds that a container gets to end by itself. */
  readonly stopSeconds?: number;
}

function toContainer(one: Docker.ContainerInfo): ScoringServer {
  const published = one.Ports.find(({ PublicPort }) => PublicPort > 0)?.PublicPort;
  const exit = /^Exited \((\d+)\)/.exec(one.Status)?.[1];
  return {
    name: (one.Names[0] ?? '').replace(/^\//, ''),
    state: one.State,
    labels: one.Labels,
    ...given({ hostPort: published, exitCode: exit === undefined ? undefined : Number(exit) }),
  };
}

const portOf = (spec: Docker.ContainerInspectInfo): number =>
  Number(Object.values((spec.HostConfig.PortBindings ?? {}) as Docker.PortMap).flat()[0]?.HostPort ?? 0);

export function createContainerEngine({
  socketPath,
  timeout,
  stopSeconds = 10,
}: EngineOptions = {}): ContainerEngine {
  const docker = new Docker(given({ socketPath, timeout }));
  const address = socketPath ?? process.env['DOCKER_HOST'] ?? '/var/run/docker.sock';
  /** A call whose failure is a catalogue error; `expected` are the statuses that mean "nothing to do". */
  const attempt = async (what: string, call: () => Promise<unknown>, ...expected: readonly number[]) => {
    try {
      return await call();
    } catch (error) {
      if (expected.includes(statusOf(error) ?? 0)) return undefined;
      throw dockerFailure(error, address, what);
    }
  };
  return {
    async signIn(registry) {
      try {
        await docker.checkAuth(registry);
      } catch (error) {
        const reason = reasonOf(error);
        if (statusOf(error) === undefined) throw dockerFailure(error, address, 'sign in');
        throw fail('RegistrySignInFailed', { registry: registry.serveraddress, reason }, error);
      }
    },
    async imageExists(tag) {
      return (
        (await attempt(`look for image '${tag}'`, () => docker.getImage(tag).inspect(), 404)) !== undefined
      );
    },
    build: (image, onLine) => buildImage(docker, address, image, onLine),
    async create(name, spec) {
      await attempt(
        `remove container '${name}'`,
        () => docker.getContainer(name).remove({ force: true }),
        404,
      );
      try {
        await docker.createContainer({ ...spec, name });
      } catch (error) {
        const reason = reasonOf(error);
        const image: unknown = Reflect.get(spec, 'Image');
        if (statusOf(error) === 404 && isMissingImage(reason))
          throw fail('BaseImageNotFound', { image: String(image), reason }, error);
        throw dockerFailure(error, address, `create container '${name}'`);
      }
    },
    async start(name) {
      const container = docker.getContainer(name);
      try {
        await container.start();
      } catch (error) {
        if (statusOf(error) === 304) return;
        if (isPortInUse(reasonOf(error)))
          throw fail('PortInUse', { port: portOf(await container.inspect()), service: name }, error);
        throw dockerFailure(error, address, `start container '${name}'`);
      }
    },
    async stop(name) {
      const options = { t: stopSeconds };
      await attempt(`stop container '${name}'`, () => docker.getContainer(name).stop(options), 304, 404);
    },
    async rename(from, to) {
      await attempt(`rename container '${from}'`, () => docker.getContainer(from).rename({ name: to }));
    },
    async remove(name) {
      const container = docker.getContainer(name);
      const what = `remove container '${name}'`;
      await attempt(what, () => container.stop({ t: stopSeconds }), 304, 404);
      // 409: another removal of it is under way.
      await attempt(what, () => container.remove({ force: true }), 404, 409);
    },
    async list(labels) {
      const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      const found = await attempt('list containers', () =>
        docker.listContainers({ all: true, filters: { label } }),
      );
      return (found as readonly Docker.ContainerInfo[]).map(toContainer);
    },
    async logs(name, tail) {
      const container = docker.getContainer(name);
      const options = { stdout: true, stderr: true, tail, follow: false } as const;
      const bytes = await attempt(`read the log of container '${name}'`, () => container.logs(options), 404);
      return bytes === undefined ? '' : demultiplexed(bytes as Buffer);
    },
  };
}
