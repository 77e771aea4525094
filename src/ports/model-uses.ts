// Where deployed models are looked up: one finder for each system that runs them.
import type { ModelUse } from '../core/lineage/model-use.ts';
import type { Workspace } from '../core/workspace.ts';

/** A place that was not looked at, and why: it is named to whoever asked. */
export interface NotLookedAt {
  /** As the rest of "because ...". */
  readonly notLookedAt: string;
}

export interface ModelUses {
  /** What it looks at, in the plural, for messages: `online endpoints`. */
  readonly what: string;
  /** Whoever may delete models need not have the right to look there; absent: nothing is said before it was looked at. */
  readonly isOptional?: boolean;
  /** Everything that runs a model there, those of other workspaces left out where it can tell. */
  list(workspace: Workspace): Promise<readonly ModelUse[] | NotLookedAt>;
}
