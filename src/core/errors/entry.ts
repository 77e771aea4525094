// The shape of one catalogue entry.
import type { ErrorKind } from './extension-error.ts';

/** One error a user can meet. `P` holds the offending values that both texts name. */
export interface Entry<P> {
  readonly kind: ErrorKind;
  /** One sentence, ending with a full stop, naming the offending value. */
  readonly message: (values: P) => string;
  /** What to do, in one or two imperative sentences. */
  readonly remedy: (values: P) => string;
  /** Sample values: the documentation page and the tests render the entry with them. */
  readonly sample: P;
}

/** Something the user has to mend: never retried. */
export const userError = <P>(entry: Omit<Entry<P>, 'kind'>): Entry<P> => ({ kind: 'user', ...entry });

/** "Come back later" (429, 5xx, time-out): the only kind that is retried. */
export const laterError = <P>(entry: Omit<Entry<P>, 'kind'>): Entry<P> => ({ kind: 'later', ...entry });
