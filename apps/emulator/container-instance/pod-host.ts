// Runs container groups for real: programs as processes, ports on the group's own loopback address.
import { join } from 'node:path';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { Time } from '../kernel/time.ts';
import { Container } from './container.ts';
import type { ContainerRequest } from './group-schemas.ts';
import { forwardPort, LoopbackAddresses } from './loopback.ts';
import type { PodHost, PodSpec, PulledContainer, RunningPod } from './pod.ts';
import { runProbe } from './probe.ts';
import { proxyProgram } from './proxy-program.ts';
import { scoringProgram } from './scoring-program.ts';

export interface PodHostOptions {
  readonly processes: ProcessTable;
  readonly time: Time;
  readonly random: () => number;
  /** Holds the containers' files. */
  readonly directory: string;
  readonly baseEnv: Readonly<Record<string, string>>;
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
  #rounds: readonly Promise<void>[] = [];
  #ports: readonly { close(): Promise<void> }[] = [];

  constructor(ip: string, members: readonly Member[], time: Time) {
    this.ip = ip;
    this.#members = members;
    this.#time = time;
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
      if (!healthy) void container.kill('Liveness probe failed');
    };
    const ready = (healthy: boolean) => {
      member.isReady = healthy;
    };
    return [
      ...(livenessProbe ? [runProbe({ ...common, probe: livenessProbe, tell: live })] : []),
      ...(readinessProbe ? [runProbe({ ...common, probe: readinessProbe, tell: ready })] : []),
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
  }
}

export function createPodHost(options: PodHostOptions): PodHost {
  const { processes, time, random, directory, baseEnv, backOffMs } = options;
  const addresses = new LoopbackAddresses(random);
  let started = 0;

  const programOf = ({ request, image }: PulledContainer, spec: PodSpec, folder: string) =>
    image === undefined
      ? proxyProgram(request, spec.request)
      : scoringProgram({
          name: `container ${spec.name}/${request.name}`,
          container: request,
          image,
          directory: join(directory, folder),
          ...{ baseEnv, processes },
        });

  return {
    async start(spec) {
      started += 1;
      const ip = spec.ip ?? addresses.next();
      const { restartPolicy, ipAddress } = spec.request.properties;
      const members: Member[] = [];
      const portOf = (port: number) =>
        members.map(({ container }) => container.portOf(port)).find((found) => found !== undefined);
      for (const pulled of spec.containers) {
        const { request } = pulled;
        const start = programOf(pulled, spec, `${spec.name}-${started}-${request.name}`);
        const { image } = request.properties;
        const container = new Container({
          ...{ image, start, restartPolicy, time, backOffMs },
          context: { ip, portOf },
        });
        const isReady = request.properties.readinessProbe === undefined;
        members.push({ name: request.name, request, container, isReady });
      }
      const pod = new Pod(ip, members, time);
      try {
        await pod.start((ipAddress?.ports ?? []).map(({ port }) => port));
      } catch (error) {
        await pod.stop();
        throw error;
      }
      return pod;
    },
  };
}
