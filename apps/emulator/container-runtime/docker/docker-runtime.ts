// Images and containers of a Docker Engine. Everything that is made there carries the stack's label, and goes with the stack.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import type Docker from 'dockerode';
import { z } from 'zod';
import type {
  ContainerRuntime,
  ContainerSpec,
  Image,
  RegistrySignIn,
  SharedNetworkSpec,
} from '../container-runtime.ts';
import type { Program, StartProgram } from '../program.ts';
import { createOptionsOf, networkOptionsOf } from './create-options.ts';
import { buildWithEngine } from './engine-build.ts';
import { sentenceOf } from './engine-error.ts';
import { publishedPorts, startWithEngine } from './engine-program.ts';
import type { Engine } from './find-engine.ts';
import { removeOwned } from './owned.ts';
import { isGone, ownerLabel, ownerText, startOf } from './owner.ts';

export interface DockerRuntimeOptions {
  readonly engine: Engine;
  readonly log: (line: string) => void;
}

const bridge = z.looseObject({
  IPAM: z.looseObject({ Config: z.array(z.looseObject({ Gateway: z.string().optional() })) }),
});

/** Takes away what killed stacks of this machine left on the engine. */
async function sweep(docker: Docker, log: (line: string) => void): Promise<void> {
  const { containers, images } = await removeOwned(docker, (owner) => isGone(owner, hostname()));
  if (containers + images > 0)
    log(`containers: removed ${containers} containers and ${images} images that a killed stack left`);
}

/** Asked by trying: the list of interfaces leaves out a bridge that no container is attached to. */
async function isOurs(address: string): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(0, address), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** An engine in a virtual machine has a network that this machine is not in: its containers reach nothing here. */
async function hostAddressOf(docker: Docker): Promise<string> {
  const network = bridge.safeParse(await docker.getNetwork('bridge').inspect());
  const gateway = network.data?.IPAM.Config[0]?.Gateway;
  return gateway !== undefined && (await isOurs(gateway)) ? gateway : '127.0.0.1';
}

export async function createDockerRuntime({ engine, log }: DockerRuntimeOptions): Promise<ContainerRuntime> {
  const { docker, cpus } = engine;
  await sweep(docker, log);
  const { pid } = process;
  const owner = ownerText({
    ...{ host: hostname(), pid, started: startOf(pid) ?? '', stack: randomUUID().slice(0, 8) },
  });
  const labels = { [ownerLabel]: owner };
  const refused = new Set<string>();
  let started = 0;
  /** Readable in `docker ps`, and the only one of its kind on the engine. */
  const nameOf = (name: string) => {
    started += 1;
    return `emulator-${pid}-${name.replace(/[^\w.-]/g, '-')}-${started}`;
  };
  const find = async (name: string): Promise<Image | undefined> => {
    const found = await docker
      .getImage(name)
      .inspect()
      .catch(() => undefined);
    return found && { name, digest: found.Id };
  };
  /** As it is called, for whoever looks at `docker ps`, as long as that is still the same image. */
  const reference = async ({ name, digest }: Image) =>
    (await find(name))?.digest === digest ? name : digest;

  const container =
    (spec: ContainerSpec, network?: { id: string; portOf: Program['portOf'] }): StartProgram =>
    async ({ log: print }) =>
      startWithEngine({
        docker,
        create: createOptionsOf(spec, {
          ...{ name: nameOf(spec.name), image: await reference(spec.image), labels, cpus },
          networkId: network?.id,
        }),
        files: spec.files ?? new Map(),
        portOf: network?.portOf,
        log: print,
      });

  return {
    kind: 'docker',
    hostAddress: await hostAddressOf(docker),
    build: (build) => buildWithEngine(docker, build, labels),
    container: (spec) => container(spec),

    async pull(name: string, signIn: RegistrySignIn | undefined) {
      const found = await find(name);
      // A registry that can not be reached takes seconds to say so: it is asked once.
      if (found || refused.has(name)) return found;
      try {
        const auth = signIn && { ...signIn, serveraddress: signIn.server };
        const stream = await docker.pull(name, auth ? { authconfig: auth } : {});
        await new Promise<void>((resolve, reject) => {
          docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve()));
        });
      } catch (error) {
        refused.add(name);
        log(`containers: the engine has no image '${name}' and can not pull it: ${sentenceOf(error)}`);
      }
      return find(name);
    },

    async share(spec: SharedNetworkSpec) {
      const { image } = spec;
      if (image === undefined)
        return {
          container: () => {
            throw new Error(`group '${spec.name}' has no container with an image`);
          },
          close: () => Promise.resolve(),
        };
      const holder = await docker.createContainer(
        networkOptionsOf(spec, { name: nameOf(spec.name), image: await reference(image), labels }),
      );
      const close = () => holder.remove({ force: true, v: true }).then(() => undefined);
      try {
        await holder.start();
        const ports = await publishedPorts(holder);
        const network = { id: holder.id, portOf: (port: number) => ports.get(port) };
        return { container: (member: ContainerSpec) => container(member, network), close };
      } catch (error) {
        await close();
        throw error;
      }
    },

    async close() {
      await removeOwned(docker, (other) => other === owner);
    },
  };
}
