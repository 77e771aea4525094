// The secrets that the watches' webhooks are signed with: variables of the pipeline, or of a variable group.
import { fail } from '../../../src/core/errors/catalogue.ts';
import type { Watch } from '../../../src/core/watch/watch.ts';
import type { TaskVariables } from '../../../src/ports/task-host.ts';

/**
 * Looked at before anything is called: an empty secret would sign what everybody can sign.
 *
 * @throws WatchSecretMissing with all that are missing or empty
 */
export function webhookSecrets(
  watches: readonly Pick<Watch, 'target'>[],
  variables: Pick<TaskVariables, 'get'>,
): ReadonlyMap<string, string> {
  const names = new Set(
    watches.flatMap(({ target }) => (target.kind === 'webhook' ? [target.secretFrom] : [])),
  );
  const secrets = new Map([...names].map((name) => [name, variables.get(name)?.trim() ?? '']));
  const missing = [...names].filter((name) => secrets.get(name) === '');
  if (missing.length > 0) throw fail('WatchSecretMissing', { variables: missing });
  return secrets;
}
