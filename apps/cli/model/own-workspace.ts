// Verbs that write work on workspaces: a registry's versions are written by those who publish there.
import { isRegistry, type ModelSource } from '../../../src/core/model/source.ts';
import type { Workspace } from '../../../src/core/workspace.ts';
import { invalidFor } from './verb.ts';

/** @throws CommandArgumentsInvalid for a registry */
export function ownWorkspace(source: ModelSource, verb: string): Workspace {
  if (!isRegistry(source)) return source;
  throw invalidFor(verb)(
    `the model is in registry '${source.name}', whose versions are not changed from here; name one of a workspace`,
  );
}
