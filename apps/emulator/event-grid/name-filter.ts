// The filter of Event Grid's lists. The service filters by name only, with eq, ne, contains, and, or, not; here: eq.
import { ArmError } from '../arm/arm-error.ts';

/** Throws ArmError 400 for any other filter, of which the service would understand some. */
export function nameFilter(filter: string | undefined): (name: string) => boolean {
  if (filter === undefined) return () => true;
  const wanted = /^\s*name\s+eq\s+'([^']*)'\s*$/i.exec(filter)?.[1];
  if (wanted === undefined)
    throw new ArmError({
      status: 400,
      code: 'InvalidRequest',
      message: `The $filter '${filter}' is not emulated: only name eq '...' is.`,
    });
  return (name) => name.toLowerCase() === wanted.toLowerCase();
}
