// Storage's failures in the catalogue's words.
import { RestError } from '@azure/storage-blob';
import { fail } from '../../core/errors/catalogue.ts';
import { type ExtensionError, isExtensionError } from '../../core/errors/extension-error.ts';

/** @param address what was asked for; its query, which may be a signature, is left out */
export function storageFailure(error: unknown, address: string): ExtensionError {
  if (isExtensionError(error)) return error;
  const resource = decode(address.split('?', 1)[0] ?? address);
  // The SDK's own message repeats the request with its signature, so only the code of it is kept.
  if (!(error instanceof RestError)) {
    const reason =
      error instanceof Error && error.name === 'AbortError' ? 'no answer in time' : nameOf(error);
    return fail('StorageNotReachable', { url: originOf(address), reason }, withoutRequest(error));
  }
  const { statusCode: status } = error;
  // The answer to a HEAD has no body: there the code is in the header only.
  const code = error.code ?? error.response?.headers.get('x-ms-error-code') ?? '';
  const cause = withoutRequest(error);
  if (status === undefined)
    return fail(
      'StorageNotReachable',
      { url: originOf(address), reason: code === '' ? 'the connection broke' : code },
      cause,
    );
  const reason = code === '' ? `HTTP ${status}` : code;
  if (status === 401 || status === 403) return fail('StorageForbidden', { resource, reason }, cause);
  if (status === 404) return fail('StorageNotFound', { resource }, cause);
  if (status === 412) return fail('StorageChanged', { resource }, cause);
  if (status === 408 || status === 429 || status >= 500)
    return fail('StorageFailed', { resource, status, reason }, cause);
  return fail('StorageRejected', { resource, status, reason }, cause);
}

const originOf = (address: string): string => (URL.canParse(address) ? new URL(address).origin : address);

const nameOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'the transfer broke off';

function withoutRequest(error: unknown): Error {
  if (!(error instanceof RestError)) return new Error(nameOf(error));
  return new Error(`storage: ${error.statusCode ?? 'no answer'} ${error.code ?? ''}`.trim());
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
