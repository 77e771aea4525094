// The models of the servers on this machine: containers of its engine, and processes.
import { type ExtensionError, isExtensionError } from '../../core/errors/extension-error.ts';
import type { UseKind } from '../../core/lineage/model-use.ts';
import { usesByTags } from '../../core/lineage/uses-by-tags.ts';
import type { ModelUses } from '../../ports/model-uses.ts';
import type { ServerHost } from '../../ports/server-host.ts';
import { notLookedAt } from './not-looked-at.ts';

export interface LocalHost {
  readonly kind: Extract<UseKind, 'container' | 'process'>;
  /** In the plural, for messages. */
  readonly what: string;
  readonly servers: Pick<ServerHost, 'list'>;
}

/** Codes of an engine that does not answer, or not this user. */
const withoutAnswer: ReadonlySet<string> = new Set(['DockerNotRunning', 'DockerForbidden']);

/**
 * Most machines have no engine, and a warning at every question would be noise. One that is stopped, or on another machine that
 * is off, has its containers all the same.
 */
const isNowhere = ({ cause }: ExtensionError): boolean =>
  typeof cause === 'object' && cause !== null && Reflect.get(cause, 'code') === 'ENOENT';

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
      if (!isExtensionError(error) || !withoutAnswer.has(error.code)) throw error;
      return isNowhere(error) ? [] : notLookedAt(error);
    }
  },
});
