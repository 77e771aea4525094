// Recognises the server's own hook among the entries that a type's listwebhook binding gives.
import type { PickedValue } from '../data-sources/input-value.ts';
import type { Hook } from './hook-store.ts';

const guid = /^\{?([0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})\}?$/i;

const bare = (text: string): string => text.replace(/[{}-]/g, '').toLowerCase();

/** The GUID that a Value is, or that ends the path of the URL it is; undefined for anything else. */
function hookIdIn(value: string): string | undefined {
  const whole = guid.exec(value.trim())?.[1];
  if (whole !== undefined) return bare(whole);
  if (!URL.canParse(value)) return undefined;
  const last = new URL(value).pathname.split('/').at(-1) ?? '';
  const found = guid.exec(last)?.[1];
  return found === undefined ? undefined : bare(found);
}

/** Whether the service still has the hook: by the GUID rule. */
export function isListed(hook: Hook, entries: readonly PickedValue[]): boolean {
  return entries.some(({ value }) => hookIdIn(value) === bare(hook.id));
}

/** The entry to delete: its Value is the payload URL; with `byId` the GUID counts as well. */
export function entryToDelete(
  hook: Hook,
  entries: readonly PickedValue[],
  byId: boolean,
): PickedValue | undefined {
  return entries.find(
    ({ value }) => value === hook.payloadUrl || (byId && hookIdIn(value) === bare(hook.id)),
  );
}
