// Servers without Docker, in memory.
import type { ProcessSpec, ServerProcesses } from '../../../../../src/ports/server-processes.ts';
import {
  createFakeContainerEngine,
  type FakeContainerEngine,
} from '../../../../support/fake-container-engine.ts';

/** Processes are servers like containers; only what they are made of differs. */
export function fakeProcesses(): ServerProcesses & Pick<FakeContainerEngine, 'containers' | 'writes'> {
  const host = createFakeContainerEngine(['environment']);
  const built = new Set<string>();
  return {
    ...host,
    environmentExists: (key) => Promise.resolve(built.has(key)),
    buildEnvironment: (key) => Promise.resolve(void built.add(key)),
    create(name, spec) {
      const { labels, port } = spec as ProcessSpec;
      const PortBindings = { tcp: [{ HostPort: port === undefined ? '' : String(port) }] };
      return host.create(name, { Image: 'environment', Labels: labels, HostConfig: { PortBindings } });
    },
  };
}
