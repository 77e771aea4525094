// Azure Resource Manager's failures in the catalogue's words.
import * as z from 'zod';
import { fail } from '../../../core/errors/catalogue.ts';
import type { ExtensionError } from '../../../core/errors/extension-error.ts';
import { sourceNotFound } from '../../../core/model/source.ts';
import { resourceName, sourceInPath } from './resource.ts';

/** An answer reduced to what a translation needs. */
export interface ArmAnswer {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly body: string | undefined;
  /** How many times in a row it came, for throttling. */
  readonly attempts?: number;
}

const errorBody = z.object({
  error: z.object({
    code: z.string().optional(),
    message: z.string().optional(),
    details: z.array(z.object({ code: z.string().optional(), message: z.string().optional() })).nullish(),
  }),
});

interface ServiceError {
  readonly code: string;
  readonly message: string;
}

/** The `{error: {code, message}}` of an answer; the first detail speaks where the message says nothing. */
function serviceError(body: string | undefined): ServiceError | undefined {
  const parsed = errorBody.safeParse(parseJson(body));
  if (!parsed.success) return undefined;
  const { code, message, details } = parsed.data.error;
  const first = details?.[0];
  return { code: code ?? first?.code ?? 'Unknown', message: message ?? first?.message ?? '' };
}

/** Code and first line of the message as one clause, without trace ids and without a full stop. */
export function reasonOf(error: ServiceError | undefined, status: number): string {
  if (error === undefined) return `no reason given (HTTP ${status})`;
  const line = error.message
    .split(/[\r\n]/, 1)
    .join('')
    .replace(/\s*\b(Trace|Correlation|Request|Client request|Operation) ?id:?.*$/i, '')
    .replace(/[\s.]+$/, '');
  // A service message can hold a whole log; what matters comes first.
  return line === '' ? error.code : `${error.code}: ${line.length > 400 ? `${line.slice(0, 400)}...` : line}`;
}

/** True if a 404 speaks of something above the resource itself: the workspace or registry, its group, or the subscription. */
export function isSourceMissing(answer: ArmAnswer): boolean {
  const error = serviceError(answer.body);
  if (error === undefined) return false;
  if (
    /^(ResourceGroupNotFound|SubscriptionNotFound|InvalidSubscriptionId|WorkspaceNotFound|RegistryNotFound)$/i.test(
      error.code,
    )
  )
    return true;
  // ARM itself: "The Resource 'Microsoft.MachineLearningServices/workspaces/prod' under resource group 'ml' was not found."
  const source = sourceInPath(answer.url);
  if (source === undefined) return false;
  const type = source.kind === 'registry' ? 'registries' : 'workspaces';
  const named = `microsoft.machinelearningservices/${type}/${source.name}'`;
  return error.message.toLowerCase().includes(named.toLowerCase());
}

/** The catalogue's error for an answer that is not a success. */
export function armFailure(answer: ArmAnswer): ExtensionError {
  const { status, url, method } = answer;
  const resource = resourceName(url);
  const error = serviceError(answer.body);
  const reason = reasonOf(error, status);
  const cause = new Error(`${method} ${resource}: HTTP ${status}: ${reason}`);
  if (status === 401) return fail('AzureTokenRefused', { resource, reason }, cause);
  // Refused as a conflict, as a bad request or as forbidden, by the resource provider's taste.
  if (status < 500 && status !== 429 && isQuota(error))
    return fail('AzureQuotaReached', { resource, reason }, cause);
  if (status === 403) return fail('AzureForbidden', { action: actionOf(method, error), resource }, cause);
  if (status === 404) {
    const parent = isSourceMissing(answer) ? sourceInPath(url) : undefined;
    return parent === undefined
      ? fail('AzureResourceNotFound', { resource }, cause)
      : sourceNotFound(parent, cause);
  }
  if (status === 409 || status === 412) return fail('AzureConflict', { resource, reason }, cause);
  if (status === 429) return fail('AzureThrottled', { resource, attempts: answer.attempts ?? 1 }, cause);
  if (status === 408 || status >= 500) return fail('AzureFailed', { resource, status, reason }, cause);
  return fail('AzureRejected', { resource, status, reason }, cause);
}

/** `OutOfQuota`, `QuotaExceeded`, `ContainerGroupQuotaReached`; `OperationNotAllowed` says it in its message. */
const isQuota = (error: ServiceError | undefined): boolean =>
  error !== undefined &&
  (/quota/i.test(error.code) ||
    (/^OperationNotAllowed$/i.test(error.code) && /\bquota\b/i.test(error.message)));

function actionOf(method: string, error: ServiceError | undefined): string {
  const named = /perform (?:the )?action\(?s?\)? '([^']+)'/i.exec(error?.message ?? '')?.[1];
  if (named !== undefined) return `perform '${named}' on`;
  const verbs: Readonly<Record<string, string>> = {
    GET: 'read',
    PUT: 'write',
    PATCH: 'change',
    DELETE: 'delete',
  };
  return verbs[method] ?? 'call';
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
