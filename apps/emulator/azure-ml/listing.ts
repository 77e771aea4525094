// Order, filters and pages of lists, as the service's query parameters ask for them.
import type { Answer, OperationCall } from '../arm/operation.ts';
import { mlErrors } from './ml-error.ts';

/** The service's page when the caller does not say. */
const defaultPageSize = 30;

export interface Page<T> {
  readonly value: readonly T[];
  readonly nextLink?: string;
}

function count(call: OperationCall, name: string): number | undefined {
  const text = call.query(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw mlErrors.badRequest(`The query parameter '${name}' must be a whole number, not '${text}'.`);
  return value;
}

/**
 * The page of `items` that the call asks for. `$top` (or `offset` items later) bounds the whole list, `count` the page,
 * and nextLink carries every parameter on, so that it can be followed verbatim.
 */
export function pageOf<T>(items: readonly T[], call: OperationCall, usual = defaultPageSize): Page<T> {
  const skip = count(call, '$skip') ?? 0;
  const offset = count(call, 'offset') ?? 0;
  const top = count(call, '$top');
  const pageSize = count(call, 'count') ?? usual;
  if (pageSize === 0) throw mlErrors.badRequest("The query parameter 'count' must be at least 1.");
  const bounded = items.slice(offset, top === undefined ? undefined : offset + top);
  const value = bounded.slice(skip, skip + pageSize);
  const next = skip + value.length;
  if (next >= bounded.length) return { value };
  const query = new URLSearchParams(call.search);
  query.delete('$skip');
  query.set('$skip', String(next));
  return { value, nextLink: `${call.origin}${call.path}?${query.toString()}` };
}

/** The page that the call asks for, each item as ARM shows it. */
export function pageAnswer<T>(
  items: readonly T[],
  call: OperationCall,
  view: (item: T) => unknown,
  usual?: number,
): Answer {
  const { value, ...link } = pageOf(items, call, usual);
  return { status: 200, body: { value: value.map(view), ...link } };
}

/** Whether archived items are wanted, unarchived ones, or both. */
export function viewFilter(call: OperationCall): (item: { readonly isArchived: boolean }) => boolean {
  const view = call.query('listViewType') ?? 'ActiveOnly';
  switch (view) {
    case 'ActiveOnly':
      return ({ isArchived }) => !isArchived;
    case 'ArchivedOnly':
      return ({ isArchived }) => isArchived;
    case 'All':
      return () => true;
    default:
      throw mlErrors.badRequest(`The listViewType '${view}' is not one of ActiveOnly, ArchivedOnly, All.`);
  }
}

type Names = Readonly<Record<string, string | null>> | null | undefined;

/** A filter like `name1,name2=value`: every name must be there, with the value where one is given. */
export function pairsFilter(text: string | undefined): (pairs: Names) => boolean {
  if (text === undefined) return () => true;
  const wanted = text.split(',').map((part) => {
    const [name = '', value] = part.split('=', 2);
    return { name: name.trim(), value };
  });
  return (pairs) =>
    wanted.every(({ name, value }) => {
      const found = pairs && Object.hasOwn(pairs, name) ? pairs[name] : undefined;
      return found !== undefined && (value === undefined || found === value);
    });
}

interface Stamped {
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

/**
 * The order that `$orderBy` asks for; most recently created first when it is absent.
 *
 * @throws ArmError 400 for a field that the service does not order by
 */
export function orderFrom(text: string | undefined): (a: Stamped, b: Stamped) => number {
  const match = /^\s*(createdtime|modifiedtime)(?:\s+(asc|desc))?\s*$/i.exec(text ?? 'createdtime desc');
  if (!match)
    throw mlErrors.badRequest(
      `The $orderBy '${text ?? ''}' is not supported: use 'createdtime' or 'modifiedtime' with 'asc' or 'desc'.`,
    );
  const sign = match[2]?.toLowerCase() === 'desc' ? -1 : 1;
  const field = match[1]?.toLowerCase() === 'createdtime' ? 'createdAt' : 'lastModifiedAt';
  // All stamps have one form and length, so that the order of the text is the order of time.
  return (a, b) => sign * (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0);
}
