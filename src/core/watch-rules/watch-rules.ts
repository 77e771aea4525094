// What a watch asks of a version before it fires: filter, expression, skipped numbers.
import type { VersionFacts } from './evaluate-expression.ts';
import type { Expression } from './expression.ts';

/** Every part that is given has to fit; several values of one part: one of them has to. */
export interface VersionFilter {
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly properties?: Readonly<Record<string, readonly string[]>>;
  readonly stage?: readonly string[];
  readonly type?: readonly string[];
  /** Patterns with `*` and `?`. */
  readonly version?: readonly string[];
  /** How long ago it was registered at least, in minutes. */
  readonly minimumAgeMinutes?: number;
}

export interface WatchRules {
  readonly filter?: VersionFilter;
  readonly when?: Expression;
  /** Version numbers that never fire. */
  readonly skip?: readonly string[];
}

/** - `pass`: may fire
 *  - `wait`: may not yet; looked at again, at `until` (milliseconds since 1970) or whenever the versions are read
 *  - `ignore`: never fires */
export type Verdict =
  | { readonly kind: 'pass' | 'ignore'; readonly reason: string }
  | { readonly kind: 'wait'; readonly reason: string; readonly until?: number };

export type JudgedVersion = VersionFacts & { readonly createdAt: string };
