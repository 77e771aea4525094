// What a container is created with, in the words of the engine.
import type Docker from 'dockerode';
import type { ContainerSpec, SharedNetworkSpec } from '../container-runtime.ts';

export interface Made {
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
}

const giga = 2 ** 30;
const nano = 1e9;

/** Published on ports of 127.0.0.1 that the engine chooses: the stack passes connections on from the address of the group. */
function published(ports: readonly number[]): Pick<Docker.ContainerCreateOptions, 'ExposedPorts'> & {
  readonly PortBindings: Docker.PortMap;
} {
  const names = ports.map((port) => `${port}/tcp`);
  return {
    ExposedPorts: Object.fromEntries(names.map((name) => [name, {}])),
    PortBindings: Object.fromEntries(names.map((name) => [name, [{ HostIp: '127.0.0.1', HostPort: '' }]])),
  };
}

/** @param cpus of the machine: the engine refuses to promise more */
function limitsOf(limits: ContainerSpec['limits'], cpus: number): Docker.HostConfig {
  if (!limits) return {};
  const Memory = Math.round(limits.memoryInGB * giga);
  // Without swap: beyond its memory a container is killed, as in the service.
  return { NanoCpus: Math.round(Math.min(limits.cpu, cpus) * nano), Memory, MemorySwap: Memory };
}

export function createOptionsOf(
  spec: ContainerSpec,
  made: Made & { readonly cpus: number; readonly networkId: string | undefined },
): Docker.ContainerCreateOptions {
  const { command, variables, limits, folders = new Map<string, string>(), options } = spec;
  const { Env = [], HostConfig = {}, ...others } = (options ?? {}) as Docker.ContainerCreateOptions;
  const { ExposedPorts, PortBindings } = published(made.networkId === undefined ? spec.ports : []);
  return {
    ...others,
    name: made.name,
    Image: made.image,
    Labels: { ...others.Labels, ...made.labels },
    Env: [...Env, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)],
    // The whole command line, as the service understands `command`.
    ...(command && { Entrypoint: [...command], Cmd: [] }),
    // Probes are the service's, not the image's. IoT Edge leaves them to the engine.
    ...(options === undefined && { Healthcheck: { Test: ['NONE'] } }),
    ExposedPorts,
    HostConfig: {
      ...HostConfig,
      ...limitsOf(limits, made.cpus),
      ...(folders.size > 0 && { Binds: [...folders].map(([inside, outside]) => `${outside}:${inside}:ro`) }),
      // Signals reach programs that, as conda does, heed none as the first process.
      Init: true,
      // The stack starts it again by its own policy, and removes it when it has its log.
      ...{ RestartPolicy: { Name: '' }, AutoRemove: false },
      ...(made.networkId === undefined ? { PortBindings } : { NetworkMode: `container:${made.networkId}` }),
    },
  };
}

/**
 * A container that does nothing but hold the network that those of its group share, so that it outlives them: they are started
 * again without losing their ports. It is of one of the group's own images, because every machine has that.
 */
export function networkOptionsOf(
  { ports }: SharedNetworkSpec,
  { name, image, labels }: Made,
): Docker.ContainerCreateOptions {
  const { ExposedPorts, PortBindings } = published(ports);
  return {
    ...{ name, Image: image, Labels: { ...labels }, ExposedPorts },
    ...{ Entrypoint: ['sleep', 'infinity'], Cmd: [], Healthcheck: { Test: ['NONE'] } },
    HostConfig: { PortBindings, Init: true },
  };
}
