// The five operations that every kind of resource has.
import type { Answer, Operation, OperationCall } from '../arm/operation.ts';

type Handle = (call: OperationCall) => Answer;

export interface ResourceHandlers {
  readonly list: { readonly query: readonly string[]; readonly handle: Handle };
  /** The resource as ARM shows it. @throws ArmError 404 */
  readonly view: (call: OperationCall) => unknown;
  readonly put: Handle;
  readonly patch: Handle;
  readonly remove: Handle;
  /** Query parameters of DELETE; none when absent. */
  readonly removeQuery?: readonly string[];
}

/**
 * @param all the path of the list
 * @param one the path of a resource
 */
export function resourceRoutes(all: string, one: string, handlers: ResourceHandlers): readonly Operation[] {
  const { list, view, put, patch, remove, removeQuery = [] } = handlers;
  return [
    { method: 'GET', path: all, query: list.query, handle: list.handle },
    { method: 'GET', path: one, query: [], handle: (call) => ({ status: 200, body: view(call) }) },
    { method: 'PUT', path: one, query: [], handle: put },
    { method: 'PATCH', path: one, query: [], handle: patch },
    { method: 'DELETE', path: one, query: removeQuery, handle: remove },
  ];
}
