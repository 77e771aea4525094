// The watches of watch.yml and those that were found, as one list in which no two fire the same.
import type { FiringTarget } from '../firing/target.ts';
import type { Watch } from '../watch/watch.ts';
import type { FoundArtifact, FoundWatch } from './found-artifact.ts';

export interface Found {
  readonly artifact: FoundArtifact;
  readonly watch: FoundWatch;
}

export interface LeftOut {
  readonly artifact: FoundArtifact;
  readonly reason: string;
}

/** A watch of watch.yml goes before one that was found for the same artifact of the same definition. */
export function mergeWatches(
  configured: readonly Watch[],
  found: readonly Found[],
): { readonly watches: readonly Watch[]; readonly leftOut: readonly LeftOut[] } {
  const watches: Watch[] = [...configured];
  const leftOut: LeftOut[] = [];
  for (const { artifact, watch } of found) {
    const same = configured.find(({ target }) => isOf(target, artifact));
    const namesake = watches.find(({ name }) => name === watch.name);
    if (same !== undefined) {
      leftOut.push({ artifact, reason: `the watch '${same.name}' of watch.yml fires it already` });
    } else if (namesake !== undefined) {
      leftOut.push({ artifact, reason: `another watch is called '${watch.name}' already` });
    } else {
      watches.push(watch);
    }
  }
  return { watches, leftOut };
}

/** Azure DevOps compares names ignoring case. */
function isOf(target: FiringTarget, { project, definition, definitionId, alias }: FoundArtifact): boolean {
  return (
    target.kind === 'release' &&
    target.artifact === alias &&
    isSame(target.project, project) &&
    (typeof target.definition === 'number'
      ? target.definition === definitionId
      : isSame(target.definition, definition))
  );
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
