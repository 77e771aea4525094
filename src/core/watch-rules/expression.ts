// The expressions of `when`: what they are made of.

/** How two values are compared. Order is for numbers, equality for texts as well. */
export type Comparison = '==' | '!=' | '>=' | '<=' | '>' | '<';

export type Literal = string | number;

/** What a name stands for. `either` is a tag or, if there is no such tag, a property. */
export type Name =
  | { readonly of: 'version' | 'stage' | 'type' }
  | { readonly of: 'tags' | 'properties' | 'either'; readonly key: string };

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'exists'; readonly name: Name }
  | { readonly kind: 'in'; readonly name: Name; readonly values: readonly Literal[] }
  | {
      readonly kind: 'compare';
      readonly name: Name;
      readonly operator: Comparison;
      readonly value: Literal;
    };

/** Words that mean something, so that a tag of such a name has to be written as `tags["in"]`. */
export const reservedWords: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'exists',
  'true',
  'false',
  'version',
  'stage',
  'type',
  'tags',
  'properties',
]);

/** A name that needs no quotes: letters, digits, `_`, `-`, and dots between them. */
export const plainName = /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/;
