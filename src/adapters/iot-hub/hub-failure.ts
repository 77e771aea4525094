// IoT Hub's failures in the catalogue's words.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import type { ExtensionError } from '../../core/errors/extension-error.ts';

export interface HubFailure {
  readonly method: string;
  /** e.g. example.azure-devices.net/configurations/fraud */
  readonly resource: string;
  readonly status: number;
  readonly body: string | undefined;
  /** How many times in a row it came, for throttling. */
  readonly attempts?: number;
}

const errorBody = z.object({ Message: z.string() });

/** `ErrorCode:<name>;<sentence>`: the sentence, or the name where there is none; without a full stop. */
function hubReason({ status, body }: Pick<HubFailure, 'status' | 'body'>): string {
  const [, code, sentence] = /^ErrorCode:([^;]*);?\s*(.*)/.exec(messageOf(body)) ?? [];
  const [line = ''] = (sentence === undefined || sentence === '' ? (code ?? '') : sentence).split(
    /[\r\n]/,
    1,
  );
  return line === '' ? `no reason given (HTTP ${status})` : line.slice(0, 400).replace(/[\s.]+$/, '');
}

function messageOf(body: string | undefined): string {
  try {
    const read = errorBody.safeParse(JSON.parse(body ?? ''));
    return read.success ? read.data.Message : '';
  } catch {
    return '';
  }
}

const verbs: Readonly<Record<string, string>> = { GET: 'read', PUT: 'write', POST: 'read', DELETE: 'delete' };

/** The catalogue's error for an answer that is not a success. */
export function hubFailure(failure: HubFailure): ExtensionError {
  const { method, resource, status, attempts = 1 } = failure;
  const reason = hubReason(failure);
  const cause = new Error(`${method} ${resource}: HTTP ${status}: ${reason}`);
  // A hub says 401 for a missing role too; only the words differ.
  const action = /not authorized for (\S+)/i.exec(reason)?.[1];
  if (status === 403 || (status === 401 && action !== undefined))
    return fail(
      'AzureForbidden',
      { action: action ? `perform '${action}' on` : (verbs[method] ?? 'call'), resource },
      cause,
    );
  if (status === 401) return fail('AzureTokenRefused', { resource, reason }, cause);
  if (status === 404) return fail('AzureResourceNotFound', { resource }, cause);
  if (status === 409 || status === 412) return fail('AzureConflict', { resource, reason }, cause);
  if (status === 429) return fail('AzureThrottled', { resource, attempts }, cause);
  if (status === 408 || status >= 500) return fail('AzureFailed', { resource, status, reason }, cause);
  return fail('AzureRejected', { resource, status, reason }, cause);
}
