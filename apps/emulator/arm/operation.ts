// One operation of the emulated Azure Resource Manager: what it is called, what it takes, what it answers.
import type { Caller } from '../identity/access-token.ts';

export interface OperationCall {
  readonly params: Readonly<Record<string, string>>;
  /** The value of a query parameter, whatever the case of its name. */
  readonly query: (name: string) => string | undefined;
  readonly body: unknown;
  readonly caller: Caller;
  readonly apiVersion: string;
  readonly now: Date;
  /** e.g. https://localhost:43122 */
  readonly origin: string;
  /** The path as the client wrote it. */
  readonly path: string;
  /** The query as the client wrote it, for nextLink. */
  readonly search: URLSearchParams;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Operation {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'DELETE' | 'POST';
  /** With :parameters. */
  readonly path: string;
  /** Query parameters that it takes besides api-version; anything else is refused. */
  readonly query: readonly string[];
  readonly handle: (call: OperationCall) => Answer | Promise<Answer>;
}

/** A parameter that the route's pattern guarantees. */
export function param(call: OperationCall, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`the route has no parameter '${name}'`);
  return value;
}
