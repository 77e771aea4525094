// A container engine in memory: it builds what a Dockerfile says as far as the contract goes, and runs nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../../src/core/errors/catalogue.ts';
import { given } from '../../src/core/given.ts';
import type { ContainerEngine } from '../../src/ports/container-engine.ts';
import type { ScoringServer } from '../../src/ports/server-host.ts';

interface Spec {
  readonly Image: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly HostConfig?: { readonly PortBindings?: Record<string, readonly { readonly HostPort: string }[]> };
}

export interface FakeContainer {
  state: string;
  readonly spec: Spec;
  hostPort?: number;
}

export interface FakeContainerEngine extends ContainerEngine {
  readonly images: Set<string>;
  readonly containers: Map<string, FakeContainer>;
  /** Each change, in order: `build x:1`, `start a`, ... */
  readonly writes: string[];
  /** Ports that other programs of the machine hold. */
  readonly usedPorts: Set<number>;
}

export function createFakeContainerEngine(baseImages: readonly string[]): FakeContainerEngine {
  const images = new Set(baseImages);
  const containers = new Map<string, FakeContainer>();
  const writes: string[] = [];
  const usedPorts = new Set<number>();
  let nextPort = 40_000;
  const taken = () => [...containers.values()].flatMap(({ hostPort }) => hostPort ?? []);
  const known = (name: string): FakeContainer => {
    const found = containers.get(name);
    if (found === undefined)
      throw fail('DockerRefused', { what: `find container '${name}'`, reason: 'No such container' });
    return found;
  };
  const wantedPort = ({ HostConfig }: Spec) =>
    Number(Object.values(HostConfig?.PortBindings ?? {}).flat()[0]?.HostPort ?? 0);
  return {
    images,
    containers,
    writes,
    usedPorts,
    signIn: () => Promise.resolve(),
    imageExists: (tag) => Promise.resolve(images.has(tag)),
    async build({ tag, folder }, onLine) {
      const lines = readFileSync(join(folder, 'Dockerfile'), 'utf8').trim().split('\n');
      const base = lines[0]?.replace('FROM ', '') ?? '';
      lines.forEach((line, index) => onLine(`Step ${index + 1}/${lines.length} : ${line}`));
      if (!images.has(base)) throw fail('BaseImageNotFound', { image: base, reason: 'pull access denied' });
      const failing = lines.find((line) => /^RUN .*\bexit [1-9]/.test(line));
      if (failing !== undefined)
        throw fail('ImageBuildFailed', { image: tag, reason: 'returned a non-zero code', log: failing });
      images.add(tag);
      writes.push(`build ${tag}`);
      await Promise.resolve();
    },
    async create(name, spec) {
      const asked = spec as Spec;
      if (!images.has(asked.Image))
        throw fail('BaseImageNotFound', { image: asked.Image, reason: 'No such image' });
      containers.set(name, { state: 'created', spec: asked });
      writes.push(`create ${name}`);
      await Promise.resolve();
    },
    async start(name) {
      const container = known(name);
      const wanted = wantedPort(container.spec);
      if (wanted > 0 && (usedPorts.has(wanted) || taken().includes(wanted)))
        throw fail('PortInUse', { port: wanted, service: name });
      container.hostPort = wanted > 0 ? wanted : (nextPort += 1);
      container.state = 'running';
      writes.push(`start ${name}`);
      await Promise.resolve();
    },
    async stop(name) {
      const container = containers.get(name);
      if (container?.state !== 'running') return;
      container.state = 'exited';
      delete container.hostPort;
      writes.push(`stop ${name}`);
      await Promise.resolve();
    },
    async rename(from, to) {
      const container = known(from);
      if (containers.has(to))
        throw fail('DockerRefused', { what: `rename container '${from}'`, reason: `${to} is in use` });
      containers.delete(from);
      containers.set(to, container);
      writes.push(`rename ${from} ${to}`);
      await Promise.resolve();
    },
    async remove(name) {
      if (containers.delete(name)) writes.push(`remove ${name}`);
      await Promise.resolve();
    },
    list: (labels) =>
      Promise.resolve(
        [...containers]
          .filter(([, { spec }]) =>
            Object.entries(labels).every(([key, value]) => spec.Labels?.[key] === value),
          )
          .map(([name, { state, spec, hostPort }]): ScoringServer => ({
            name,
            state,
            labels: spec.Labels ?? {},
            ...given({ hostPort, exitCode: state === 'exited' ? 0 : undefined }),
          })),
      ),
    logs: (name) => Promise.resolve(containers.has(name) ? 'hello from the container\n' : ''),
  };
}
