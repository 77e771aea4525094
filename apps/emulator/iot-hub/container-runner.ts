// Runs the modules of IoT Edge devices for real: images of the stack's registry as scoring processes, with the ports that
// their options publish on the device's own loopback address.
import { join } from 'node:path';
import { z } from 'zod';
import { forwardPort } from '../container-instance/loopback.ts';
import { scoringProgram } from '../container-instance/scoring-program.ts';
import type { Image, ImageStore } from '../container-registry/image-store.ts';
import type { ProcessTable } from '../kernel/process-table.ts';
import type { ModuleRunner, ModuleStart, RegistryCredentials, RunningModule } from './module-runner.ts';

export interface ContainerRunnerOptions {
  readonly images: ImageStore;
  readonly processes: ProcessTable;
  readonly baseEnv: Readonly<Record<string, string>>;
  /** Holds the modules' files. */
  readonly directory: string;
}

/** Of the container's options the stack carries out the published ports and the command; the others do nothing here. */
const createOptions = z.looseObject({
  Cmd: z.array(z.string()).optional(),
  HostConfig: z
    .looseObject({
      PortBindings: z
        .record(
          z.string().regex(/^\d+\/tcp$/),
          z.array(z.looseObject({ HostPort: z.string().regex(/^\d+$/) })),
        )
        .default({}),
    })
    .prefault({}),
});

const portsOf = (options: ModuleStart['options']): readonly { inside: number; outside: number }[] =>
  Object.entries(createOptions.parse(options).HostConfig.PortBindings).flatMap(([inside, bindings]) =>
    bindings.map(({ HostPort }) => ({ inside: Number.parseInt(inside, 10), outside: Number(HostPort) })),
  );

export function createContainerRunner(options: ContainerRunnerOptions): ModuleRunner {
  const { images, processes, baseEnv, directory } = options;
  const pulled = new Map<string, Image>();
  let started = 0;

  const pull = (
    image: string,
    credentials: readonly RegistryCredentials[],
    log: (text: string) => void,
  ): void => {
    const server = image.split('/', 1)[0] ?? '';
    const known = credentials.find(({ address }) => address === server);
    const found = images.pull(image, known?.username, known?.password);
    log(`Pulling image ${image}\n`);
    if (found.kind === 'refused' || server !== images.server) {
      const reason = found.kind === 'refused' ? found.reason : `no such registry ${server}`;
      throw new Error(`Error response from daemon: pull access to ${image} failed: ${reason}`);
    }
    pulled.set(image, found.image);
  };

  const start = async (module: ModuleStart): Promise<RunningModule> => {
    const image = pulled.get(module.image);
    if (image === undefined) throw new Error(`No such image: ${module.image}`);
    started += 1;
    const { Cmd: command } = createOptions.parse(module.options);
    const variables = Object.entries(module.variables);
    const program = await scoringProgram({
      name: `module ${module.name}`,
      container: {
        name: 'module',
        properties: {
          image: module.image,
          ...(command && { command }),
          environmentVariables: variables.map(([name, value]) => ({ name, value })),
          resources: { requests: { cpu: 1, memoryInGB: 1 } },
        },
      },
      image,
      directory: join(directory, `${module.name.replaceAll('/', '-')}-${started}`),
      ...{ baseEnv, processes },
    })({ ip: module.address, portOf: () => undefined, log: module.log });
    const forwards: { close(): Promise<void> }[] = [];
    try {
      for (const { inside, outside } of portsOf(module.options))
        forwards.push(await forwardPort(module.address, outside, () => program.portOf(inside)));
    } catch (error) {
      await program.stop();
      const reason = error instanceof Error ? error.message : 'unknown';
      throw new Error(`driver failed programming external connectivity: ${reason}`, { cause: error });
    }
    const closed = program.exited.then(async (code) => {
      await Promise.all(forwards.map((forward) => forward.close()));
      return code;
    });
    return {
      exited: closed,
      stop: async () => {
        await program.stop();
        await closed;
      },
    };
  };

  return {
    pull: (image, credentials, log) => Promise.resolve().then(() => pull(image, credentials, log)),
    start,
  };
}
