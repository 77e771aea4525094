// The part of a watch in watch.yml that says which versions may fire.
import * as z from 'zod';
import { isExtensionError } from '../errors/extension-error.ts';
import type { Expression } from '../watch-rules/expression.ts';
import { parseExpression } from '../watch-rules/parse-expression.ts';
import type { WatchRules } from '../watch-rules/watch-rules.ts';

/** A year: whoever asks for more has mistaken the unit. */
const longestAge = 366 * 24 * 60;

const text = z.string().min(1, 'must not be empty');

/**
 * Numbers and booleans are refused rather than turned into text: YAML reads 1.10 as 1.1, and 007 as 7.
 */
export const quotedText = z.string('must be a text: put it in quotes').min(1, 'must not be empty');

const oneOrMore = z
  .union([quotedText, z.array(quotedText).min(1, 'must have at least one value')], {
    error: 'must be a text in quotes, or a list of them',
  })
  .transform((values): readonly string[] => (typeof values === 'string' ? [values] : values));

const filterSchema = z
  .strictObject({
    tags: z.record(text, oneOrMore).optional(),
    properties: z.record(text, oneOrMore).optional(),
    stage: oneOrMore.optional(),
    type: oneOrMore.optional(),
    version: oneOrMore.optional(),
    minimumAgeMinutes: z.int().min(1).max(longestAge).optional(),
  })
  .transform(withoutAbsent);

const expressionSchema = text.transform((expression, context): Expression => {
  try {
    return parseExpression(expression);
  } catch (error) {
    if (!isExtensionError(error)) throw error;
    // The sentence ends with the mistake and its column; the configuration's own sentence has a full stop already.
    context.addIssue({ code: 'custom', message: error.message.replace(/\.$/, '') });
    return z.NEVER;
  }
});

/** The keys of a watch that make its rules. */
export const rulesShape = {
  filter: filterSchema.optional(),
  when: expressionSchema.optional(),
  skip: oneOrMore.optional(),
};

/** Moves those keys of a parsed watch into its `rules`, which a watch without any of them does not have. */
export function withRules<
  T extends {
    readonly filter?: WatchRules['filter'] | undefined;
    readonly when?: Expression | undefined;
    readonly skip?: readonly string[] | undefined;
  },
>(watch: T): Omit<T, 'filter' | 'when' | 'skip'> & { readonly rules?: WatchRules } {
  const { filter, when, skip, ...rest } = watch;
  const rules = withoutAbsent({ filter, when, skip });
  return Object.keys(rules).length === 0 ? rest : { ...rest, rules };
}

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

function withoutAbsent<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
