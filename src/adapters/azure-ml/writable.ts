// What came from the service, as it may be sent back.
import * as z from 'zod';

const identityShape = z.object({
  type: z.string(),
  userAssignedIdentities: z.record(z.string(), z.unknown()).nullish(),
});

/** An identity as it may be sent: what it is, without the ids that the directory gave it. */
export function writableIdentity(identity: unknown): object {
  const parsed = identityShape.safeParse(identity);
  if (!parsed.success) return {};
  const { type, userAssignedIdentities } = parsed.data;
  const names = Object.keys(userAssignedIdentities ?? {});
  const assigned = Object.fromEntries(names.map((name) => [name, {}]));
  return { identity: { type, ...(names.length > 0 && { userAssignedIdentities: assigned }) } };
}

/** The same object without `keys` and without what is null. */
export const without = (value: object, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([key, item]) => !keys.includes(key) && item !== null));
