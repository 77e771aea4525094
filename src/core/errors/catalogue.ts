// The error catalogue: every error a user can cause or meet, by code. docs/errors.md is generated from it.
import type { Entry } from './entry.ts';
import { ExtensionError } from './extension-error.ts';
import { azureErrors } from './entries/azure.ts';
import { configurationErrors } from './entries/configuration.ts';
import { deploymentErrors } from './entries/deployment.ts';
import { localErrors } from './entries/local.ts';
import { migrationErrors } from './entries/migration.ts';
import { modelErrors } from './entries/models.ts';
import { pipelineErrors } from './entries/pipeline.ts';
import { relayErrors } from './entries/relay.ts';
import { serviceErrors } from './entries/services.ts';
import { rolloutErrors } from './entries/rollout.ts';
import { storageErrors } from './entries/storage.ts';
import { watchCommandErrors } from './entries/watch-commands.ts';
import { watchErrors } from './entries/watch.ts';
import { watchStateErrors } from './entries/watch-state.ts';

export const catalogue = {
  ...azureErrors,
  ...configurationErrors,
  ...deploymentErrors,
  ...localErrors,
  ...migrationErrors,
  ...modelErrors,
  ...pipelineErrors,
  ...relayErrors,
  ...serviceErrors,
  ...rolloutErrors,
  ...storageErrors,
  ...watchCommandErrors,
  ...watchErrors,
  ...watchStateErrors,
};

export type ErrorCode = keyof typeof catalogue;

type Values<C extends ErrorCode> = (typeof catalogue)[C] extends Entry<infer P> ? P : never;

/**
 * Makes the catalogue's error for `code`.
 *
 * @param values the offending values that message and remedy name; never a secret
 * @param cause the underlying error, kept for debugging and never shown to the user
 */
export function fail<C extends ErrorCode>(code: C, values: Values<C>, cause?: unknown): ExtensionError {
  const entry = catalogue[code] as unknown as Entry<Values<C>>;
  return new ExtensionError({
    code,
    kind: entry.kind,
    message: entry.message(values),
    remedy: entry.remedy(values),
    values: Object.fromEntries(Object.entries(values as object)),
    cause,
  });
}
