// The list of watches in watch.yml.
import * as z from 'zod';
import { hasOneTarget, targetShape, withTarget } from './target-section.ts';
import { text } from './values.ts';
import { beginningShape, withBeginning } from './watch-beginning.ts';
import { rulesShape, withRules } from './watch-rules.ts';
import { sourceShape, withSource } from './watch-source.ts';

const watchSchema = z
  .strictObject({
    name: text,
    ...sourceShape,
    model: text,
    mode: z.enum(['latest', 'every', 'manual']).default('latest'),
    ...rulesShape,
    ...beginningShape,
    ...targetShape,
    inFlight: z.int().min(1).max(100).optional(),
  })
  .refine(hasOneTarget, 'needs exactly one of release, pipeline and webhook')
  .refine(
    ({ inFlight, release }) => inFlight === undefined || release !== undefined,
    'has inFlight, which is for a release',
  )
  .transform(withSource)
  .transform((watch) => withTarget(withRules(withBeginning(watch))));

export const watchesSchema = z.array(watchSchema).superRefine((watches, context) => {
  watches.forEach(({ name }, index) => {
    const first = watches.findIndex((other) => other.name === name);
    if (first === index) return;
    const message = `'${name}' is the name of another watch already`;
    context.addIssue({ code: 'custom', path: [index, 'name'], message });
  });
});
