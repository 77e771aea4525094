// The models of the servers on this machine: containers of its engine, and processes.
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { UseKind } from '../../core/lineage/model-use.ts';
import { usesByTags } from '../../core/lineage/uses-by-tags.ts';
import type { ModelUses } from '../../ports/model-uses.ts';
import type { ServerHost } from '../../ports/server-host.ts';

export interface LocalHost {
  readonly kind: Extract<UseKind, 'container' | 'process'>;
  /** In the plural, for messages. */
  readonly what: string;
  readonly servers: Pick<ServerHost, 'list'>;
}

/** One that has stopped counts, too: it starts again with the model that it has. */
export const createLocalModelUses = ({ kind, what, servers }: LocalHost): ModelUses => ({
  what,
  async list(workspace) {
    try {
      const found = await servers.list({ 'azureml-local-endpoint': '' });
      return found.flatMap(({ name, state, labels: tags }) =>
        usesByTags({ kind, service: name, place: 'this machine', state, tags }, workspace),
      );
    } catch (error) {
      if (!isExtensionError(error)) throw error;
      // Where no engine runs, no container does: most machines have none, and a warning at every question would be noise.
      if (error.code === 'DockerNotRunning') return [];
      if (error.code !== 'DockerForbidden') throw error;
      return { notLookedAt: error.message.replace(/\.$/, '') };
    }
  },
});
