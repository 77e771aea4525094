// Runs container groups for real: their containers share one localhost, their ports are on the group's own loopback address.
import type { ContainerRuntime, SharedNetwork } from '../container-runtime/container-runtime.ts';
import { forwardPort, LoopbackAddresses } from '../container-runtime/loopback.ts';
import type { Time } from '../kernel/time.ts';
import { Container } from './container.ts';
import type { ContainerRequest } from './group-schemas.ts';
import type { PodHost, PodSpec, PulledContainer, RunningPod } from './pod.ts';
import { runProbe } from './probe.ts';
import { mountedFiles, proxyProgram } from './proxy-program.ts';

export interface PodHostOptions {
  readonly runtime: Pick<ContainerRuntime, 'share'>;
  readonly time: Time;
  readonly random: () => number;
  readonly backOffMs: number;
}

interface Member {
  readonly name: string;
  readonly request: ContainerRequest;
  readonly container: Container;
  /** What the readiness probe says; without one a container is ready at once. */
  isReady: boolean;
}

class Pod implements RunningPod {
  readonly ip: string;
  readonly #members: readonly Member[];
  readonly #probing = new AbortController();
  readonly #time: Time;
  readonly #network: SharedNetwork;
  #rounds: readonly Promise<void>[] = [];
  #ports: readonly { close(): Promise<void> }[] = [];

  constructor(parts: { ip: string; members: readonly Member[]; network: SharedNetwork; time: Time }) {
    this.ip = parts.ip;
    this.#members = parts.members;
    this.#network = parts.network;
    this.#time = parts.time;
  }

  async start(publicPorts: readonly number[]): Promise<void> {
    for (const { container } of this.#members) await container.start();
    const forwarded = publicPorts.flatMap((port) => {
      const member = this.#members.find(({ request }) =>
        (request.properties.ports ?? []).some((known) => known.port === port),
      );
      return member?.container.portOf(port) === undefined ? [] : [{ port, member }];
    });
    this.#ports = await Promise.all(
      forwarded.map(({ port, member }) =>
        forwardPort(this.ip, port, () => (member.isReady ? member.container.portOf(port) : undefined)),
      ),
    );
    this.#rounds = this.#members.flatMap((member) => this.#probe(member));
  }

  #probe(member: Member): readonly Promise<void>[] {
    const { container, request } = member;
    const { livenessProbe, readinessProbe } = request.properties;
    const common = {
      portOf: (port: number) => container.portOf(port),
      time: this.#time,
      signal: this.#probing.signal,
    };
    const live = (healthy: boolean) => {
      if (!healthy) void container.kill('Container failed liveness probe, will be restarted');
    };
    const failed = (which: string) => (reason: string) =>
      container.unhealthy(`${which} probe failed: ${reason}`);
    const ready = (healthy: boolean) => {
      member.isReady = healthy;
    };
    return [
      ...(livenessProbe
        ? [runProbe({ ...common, probe: livenessProbe, tell: live, failed: failed('Liveness') })]
        : []),
      ...(readinessProbe
        ? [runProbe({ ...common, probe: readinessProbe, tell: ready, failed: failed('Readiness') })]
        : []),
    ];
  }

  #member(name: string): Member {
    const member = this.#members.find((known) => known.name === name);
    if (!member) throw new Error(`the group has no container '${name}'`);
    return member;
  }

  view(name: string) {
    return this.#member(name).container.view();
  }

  log(name: string) {
    return this.#member(name).container.log();
  }

  async restart(): Promise<void> {
    await Promise.all(this.#members.map(({ container }) => container.kill('restart was asked for')));
  }

  async stop(): Promise<void> {
    this.#probing.abort();
    await Promise.all(this.#ports.map((port) => port.close()));
    await Promise.all(this.#members.map(({ container }) => container.stop()));
    await Promise.all(this.#rounds);
    await this.#network.close();
  }
}

/** Ports of the group's containers, and those that only its probes ask. */
function portsOf({ properties }: ContainerRequest): readonly number[] {
  const { ports = [], livenessProbe, readinessProbe } = properties;
  const probed = [livenessProbe?.httpGet?.port, readinessProbe?.httpGet?.port];
  return [...ports.map(({ port }) => port), ...probed.filter((port) => port !== undefined)];
}

function variablesOf({ properties }: ContainerRequest): Record<string, string> {
  const all = properties.environmentVariables ?? [];
  return Object.fromEntries(all.map(({ name, value, secureValue }) => [name, value ?? secureValue ?? '']));
}

/** Without a limit of its own a container gets what it requests and no more. */
function limitsOf({ properties: { resources } }: ContainerRequest): { cpu: number; memoryInGB: number } {
  const { requests, limits } = resources;
  return {
    cpu: limits?.cpu ?? requests.cpu,
    memoryInGB: limits?.memoryInGB ?? requests.memoryInGB,
  };
}

export function createPodHost({ runtime, time, random, backOffMs }: PodHostOptions): PodHost {
  const addresses = new LoopbackAddresses(random);

  const programOf = ({ request, image }: PulledContainer, spec: PodSpec, network: SharedNetwork) =>
    image === undefined
      ? proxyProgram(request, spec.request)
      : network.container({
          name: `${spec.name}/${request.name}`,
          image,
          ...(request.properties.command && { command: request.properties.command }),
          variables: variablesOf(request),
          ports: portsOf(request),
          files: mountedFiles(request, spec.request),
          limits: limitsOf(request),
        });

  return {
    async start(spec) {
      const ip = spec.ip ?? addresses.next();
      const { restartPolicy, ipAddress } = spec.request.properties;
      const network = await runtime.share({
        name: spec.name,
        ports: [...new Set(spec.containers.flatMap(({ request }) => portsOf(request)))],
        image: spec.containers.find(({ image }) => image !== undefined)?.image,
      });
      const members: Member[] = [];
      const portOf = (port: number) =>
        members.map(({ container }) => container.portOf(port)).find((found) => found !== undefined);
      const pod = new Pod({ ip, members, network, time });
      try {
        for (const pulled of spec.containers) {
          const { request } = pulled;
          const start = programOf(pulled, spec, network);
          const { image } = request.properties;
          const container = new Container({
            ...{ image, start, restartPolicy, time, backOffMs },
            context: { ip, portOf },
          });
          const isReady = request.properties.readinessProbe === undefined;
          members.push({ name: request.name, request, container, isReady });
        }
        await pod.start((ipAddress?.ports ?? []).map(({ port }) => port));
      } catch (error) {
        await pod.stop();
        throw error;
      }
      return pod;
    },
  };
}
