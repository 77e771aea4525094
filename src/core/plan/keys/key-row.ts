// What becomes of one key of a file on each target: the table that the compiler obeys, the tests walk and docs/mapping.md prints.
import { targets, type Target } from '../../config/target.ts';

/** Values of all given keys, by key. */
export type GivenValues = Readonly<Record<string, unknown>>;

export type Treatment =
  /** It ends up in the plan as what `as` names. */
  | { readonly kind: 'taken'; readonly as: string; readonly caution?: string }
  /** It has no equivalent, and going on without it would change what was meant. */
  | { readonly kind: 'refused'; readonly reason: string; readonly instead: string }
  /** It has no equivalent, and nothing that was meant is lost; the user is told. */
  | { readonly kind: 'warned'; readonly reason: string; readonly instead: string }
  | {
      readonly kind: 'depends';
      /** Completes the sentence "if ...". */
      readonly when: string;
      readonly test: (value: unknown, all: GivenValues) => boolean;
      readonly then: Treatment;
      readonly otherwise: Treatment;
    };

export interface KeyRow {
  readonly key: string;
  readonly file: 'inference' | 'deployment';
  readonly meaning: string;
  /** A value that asks for something; also what the tests set. */
  readonly sample: unknown;
  /** Values that ask for nothing, besides null, empty texts, lists and maps. */
  readonly idle: readonly unknown[];
  readonly by: Readonly<Record<Target, Treatment>>;
}

export const taken = (as: string): Treatment => ({ kind: 'taken', as });
/** Taken, and the user is told what is different about it. */
export const takenBut = (as: string, caution: string): Treatment => ({ kind: 'taken', as, caution });
export const refused = (reason: string, instead: string): Treatment => ({ kind: 'refused', reason, instead });
export const warned = (reason: string, instead: string): Treatment => ({ kind: 'warned', reason, instead });
export const depends = (
  when: string,
  test: (value: unknown, all: GivenValues) => boolean,
  then: Treatment,
  otherwise: Treatment,
): Treatment => ({ kind: 'depends', when, test, then, otherwise });

/** The same treatment on some targets, and others on the rest. */
export type ByTarget = { readonly rest: Treatment } & Partial<Record<Target, Treatment>>;

interface Words {
  readonly meaning: string;
  readonly sample: unknown;
  readonly idle?: readonly unknown[];
}

const rowsOf =
  (file: KeyRow['file']) =>
  (key: string, { meaning, sample, idle = [false] }: Words, { rest, ...own }: ByTarget): KeyRow => ({
    key,
    file,
    meaning,
    sample,
    idle,
    by: Object.fromEntries(targets.map((target) => [target, own[target] ?? rest])) as KeyRow['by'],
  });

export const inferenceKey = rowsOf('inference');
export const deploymentKey = rowsOf('deployment');
