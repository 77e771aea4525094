// What a migration reports: every change, and everything it could not carry over.

/**
 * `changed`: rewritten, nothing left to do. `kept`: left as it is, worth knowing. `question`: a person has to decide or do
 * something before the result works.
 */
export type MigrationAction = 'changed' | 'kept' | 'question';

export interface MigrationEntry {
  /** A JSON pointer into a release definition, or `line 12` of a YAML file, both of the file as it was given. */
  readonly where: string;
  readonly what: string;
  readonly why: string;
  readonly action: MigrationAction;
  /** The nearest thing to do; empty when there is nothing. */
  readonly next: string;
}

/** An entry before its place is known. */
export type Note = Omit<MigrationEntry, 'where'>;

export interface Migration {
  readonly kind: 'release definition' | 'YAML pipeline';
  /** The whole file, rewritten; the very text that was given if nothing had to change. */
  readonly text: string;
  readonly entries: readonly MigrationEntry[];
}

export const changed = (what: string, why: string, next = ''): Note => ({
  what,
  why,
  action: 'changed',
  next,
});
export const kept = (what: string, why: string, next = ''): Note => ({ what, why, action: 'kept', next });
export const asked = (what: string, why: string, next: string): Note => ({
  what,
  why,
  action: 'question',
  next,
});

/** The notes at their place. */
export const placed = (where: string, notes: readonly Note[]): readonly MigrationEntry[] =>
  notes.map((note) => ({ where, ...note }));
