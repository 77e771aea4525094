// What earlier steps answered, filled into the braces of later requests.
import type { PlannedRequest } from './plan.ts';

/** Name without braces -> value; values may be secrets. */
export type Bindings = Map<string, string>;

function filled(value: unknown, bindings: Bindings): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\{(\w+)\}/g, (whole, name: string) => bindings.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((item) => filled(item, bindings));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, bindings)]));
}

/** The request with every name in braces that is bound; the others stay as they are, as a user's own text may hold some. */
export function fillRequest(request: PlannedRequest, bindings: Bindings): PlannedRequest {
  return filled(request, bindings) as PlannedRequest;
}
