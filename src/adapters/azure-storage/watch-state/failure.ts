// Failures of the state's account in the catalogue's words.
import { RestError } from '@azure/data-tables';
import * as z from 'zod';
import { fail } from '../../../core/errors/catalogue.ts';
import { type ExtensionError, isExtensionError } from '../../../core/errors/extension-error.ts';

/** The service's own code of a failed call, e.g. `TableNotFound`; absent if it gave none. */
export function codeOf(error: unknown): string | undefined {
  return codeSchema.safeParse(error).data;
}

const codeSchema = z
  .object({
    code: z.string().optional().catch(undefined),
    // A single call on a table has its code in the parsed body only.
    details: z
      .object({ odataError: z.object({ code: z.string() }) })
      .optional()
      .catch(undefined),
    // The answer to a HEAD has no body.
    response: z
      .custom<RestError['response']>()
      .transform((response) => response?.headers.get('x-ms-error-code')),
  })
  .transform(({ code, details, response }) => code ?? details?.odataError.code ?? response);

export function statusOf(error: unknown): number | undefined {
  return error instanceof RestError ? error.statusCode : undefined;
}

/** @param address what was asked for */
export function stateFailure(error: unknown, address: string): ExtensionError {
  if (isExtensionError(error)) return error;
  const resource = address.split('?', 1)[0] ?? address;
  const status = statusOf(error);
  const name = codeOf(error);
  // The SDK's error holds the request with its headers; only what it says is kept.
  const cause = new Error(`storage: ${status ?? 'no answer'} ${name ?? ''}`.trim());
  if (status === undefined) {
    const isLate = error instanceof Error && error.name === 'AbortError';
    const reason = isLate ? 'no answer in time' : (name ?? 'the connection broke');
    return fail('WatchStateAccountFailed', { resource, reason }, cause);
  }
  const reason = name ?? `HTTP ${status}`;
  if (status === 401 || status === 403) {
    return fail('WatchStateAccountForbidden', { resource, reason }, cause);
  }
  return status === 408 || status === 429 || status >= 500
    ? fail('WatchStateAccountFailed', { resource, reason }, cause)
    : fail('WatchStateAccountUnusable', { resource, reason }, cause);
}
