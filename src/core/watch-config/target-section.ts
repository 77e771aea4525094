// The part of a watch in watch.yml that says what it fires: exactly one of release, pipeline and webhook.
import * as z from 'zod';
import { factNames } from '../firing/facts.ts';
import type { FiringTarget } from '../firing/target.ts';
import { given } from '../given.ts';
import { signatureHeader } from '../relay/relay-headers.ts';
import { text, variable } from './values.ts';

const nameOrId = (what: string) =>
  z.union([text, z.int().positive()], `must be the name of a ${what}, or its id`);

const releaseSchema = z.strictObject({
  project: text,
  definition: nameOrId('release definition'),
  artifact: text,
});

/** What Azure Pipelines accepts as the name of a parameter or of a resource. */
const identifier = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'must be a name of letters, digits, _ and -, as the YAML declares it');

const pipelineSchema = z
  .strictObject({
    project: text,
    definition: nameOrId('YAML pipeline'),
    resource: identifier.optional(),
    keyParameter: identifier.default('firing'),
    parameters: z.record(identifier, z.enum(factNames, `must be one of ${factNames.join(', ')}`)).optional(),
  })
  .refine(
    ({ keyParameter, parameters }) => parameters?.[keyParameter] === undefined,
    'gives keyParameter a value, but that parameter keeps the key',
  );

const webhookSchema = z.strictObject({
  name: z
    .string()
    // Azure DevOps takes no other characters in a webhook's name; it stands in the path of its address.
    .regex(/^[-_A-Za-z0-9]+$/, 'must be a webhook name: letters, digits, _ and -'),
  secretFrom: variable,
  header: z
    .string()
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be the name of an HTTP header')
    .default(signatureHeader),
});

/** The keys of a watch that make its target. */
export const targetShape = {
  release: releaseSchema.optional(),
  pipeline: pipelineSchema.optional(),
  webhook: webhookSchema.optional(),
};

interface TargetKeys {
  readonly release?: z.infer<typeof releaseSchema> | undefined;
  readonly pipeline?: z.infer<typeof pipelineSchema> | undefined;
  readonly webhook?: z.infer<typeof webhookSchema> | undefined;
}

/** True if a watch names exactly one target. */
export function hasOneTarget({ release, pipeline, webhook }: TargetKeys): boolean {
  return [release, pipeline, webhook].filter((target) => target !== undefined).length === 1;
}

/** Turns those keys of a parsed watch into its `target`. */
export function withTarget<T extends TargetKeys>(
  watch: T,
): Omit<T, keyof TargetKeys> & { readonly target: FiringTarget } {
  const { release, pipeline, webhook, ...rest } = watch;
  return { ...rest, target: targetOf({ release, pipeline, webhook }) };
}

function targetOf({ release, pipeline, webhook }: TargetKeys): FiringTarget {
  if (release !== undefined) return { kind: 'release', ...release };
  if (pipeline !== undefined) return { kind: 'pipeline', ...given(pipeline) };
  if (webhook === undefined) throw new Error('a watch without a target was let through');
  const { name, secretFrom, header } = webhook;
  return { kind: 'webhook', webhook: name, secretFrom, header };
}
