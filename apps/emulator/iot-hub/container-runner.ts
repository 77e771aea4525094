// Runs the modules of IoT Edge devices for real: images of the stack's registry as containers, with the ports that their
// options publish on the device's own loopback address.
import { z } from 'zod';
import type { ImageStore } from '../container-registry/image-store.ts';
import type { ContainerRuntime, Image } from '../container-runtime/container-runtime.ts';
import { forwardPort } from '../container-runtime/loopback.ts';
import type { ModuleRunner, ModuleStart, RegistryCredentials, RunningModule } from './module-runner.ts';

export interface ContainerRunnerOptions {
  readonly images: ImageStore;
  readonly runtime: Pick<ContainerRuntime, 'container'>;
}

/** Of the container's options the stack itself carries out the published ports; the others are for what runs containers. */
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

type CreateOptions = z.infer<typeof createOptions>;

const portsOf = ({ HostConfig }: CreateOptions): readonly { inside: number; outside: number }[] =>
  Object.entries(HostConfig.PortBindings).flatMap(([inside, bindings]) =>
    bindings.map(({ HostPort }) => ({ inside: Number.parseInt(inside, 10), outside: Number(HostPort) })),
  );

export function createContainerRunner({ images, runtime }: ContainerRunnerOptions): ModuleRunner {
  const pulled = new Map<string, Image>();

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
    const { name, variables, address, log } = module;
    const image = pulled.get(module.image);
    if (image === undefined) throw new Error(`No such image: ${module.image}`);
    const options = createOptions.parse(module.options);
    const published = portsOf(options);
    const ports = [...new Set(published.map(({ inside }) => inside))];
    const container = runtime.container({ name, image, variables, ports, options });
    const program = await container({ ip: address, portOf: () => undefined, log });
    const forwards: { close(): Promise<void> }[] = [];
    try {
      for (const { inside, outside } of published)
        forwards.push(await forwardPort(address, outside, () => program.portOf(inside)));
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
