// An enumeration of the REST interface: written as text, read as text or number (azure-devops-node-api sends numbers).
import { z } from 'zod';

/** A schema that reads either form and gives the text. */
export function enumeration<T extends string>(values: Readonly<Record<T, number>>): z.ZodType<T> {
  const names = Object.keys(values) as T[];
  return z.union([z.string(), z.number()]).transform((given, context) => {
    const name = names.find(
      (candidate) =>
        values[candidate] === Number(given) || candidate.toLowerCase() === String(given).toLowerCase(),
    );
    if (name !== undefined) return name;
    context.addIssue({ code: 'custom', message: `"${given}" is not one of ${names.join(', ')}` });
    return z.NEVER;
  });
}
