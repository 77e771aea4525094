// Translates what azure-devops-node-api throws into the catalogue.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { type ExtensionError, isExtensionError } from '../../core/errors/extension-error.ts';
import { given } from '../../core/given.ts';
import type { QuotaAnswer } from '../../core/pace/quota.ts';

/** What typed-rest-client puts on its errors, and Node on those of the network. */
const thrownSchema = z.object({
  message: z.string().catch('no reason given'),
  statusCode: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
});

/** What azure-devops-node-api puts on answers and errors, read from their headers. */
const rateLimitSchema = z
  .object({
    retryAfter: z.number().optional().catch(undefined),
    remaining: z.number().optional().catch(undefined),
  })
  .catch({});

/** Where Azure DevOps gives no Retry-After: its limits are counted over five minutes, in seconds. */
const defaultRetryAfter = 300;

export interface Call {
  readonly organization: string;
  /** The call as a verb with its object, e.g. "create a release of 'deploy-fraud'". */
  readonly action: string;
}

/** What an answer or a fault says of the limits that it counts against. */
export function limitsOf(answerOrFault: unknown): Omit<QuotaAnswer, 'status'> {
  if (typeof answerOrFault !== 'object' || answerOrFault === null) return {};
  // Read apart: an answer is often an array, which no schema of an object accepts.
  const limit = 'rateLimit' in answerOrFault ? answerOrFault.rateLimit : undefined;
  const { retryAfter, remaining } = rateLimitSchema.parse(limit);
  const retryAfterMilliseconds = retryAfter === undefined ? undefined : retryAfter * 1000;
  return given({ retryAfterMilliseconds, remaining });
}

/** The status of a fault; absent if the service did not answer. */
export function statusOf(thrown: unknown): number | undefined {
  return thrownSchema.safeParse(thrown).data?.statusCode;
}

export function translateFault(thrown: unknown, { organization, action }: Call): ExtensionError {
  if (isExtensionError(thrown)) return thrown;
  const { message, statusCode, code } = thrownSchema.catch({ message: 'no reason given' }).parse(thrown);
  const reason = firstClause(message);
  if (message.startsWith('Failed to find api location')) {
    const problem = 'it does not have the service that is needed';
    return fail('DevOpsOrganizationNotFound', { organization, reason: problem }, thrown);
  }
  if (statusCode === undefined) {
    return fail('DevOpsNotReachable', { organization, reason: networkReason(code, reason) }, thrown);
  }
  if (statusCode === 401) {
    return fail(
      'DevOpsUnauthorized',
      { organization, reason: 'the token is not valid or has expired' },
      thrown,
    );
  }
  // A redirect leads to the sign-in page: Azure DevOps answers so where a token is missing or malformed.
  if (statusCode >= 300 && statusCode < 400) {
    return fail(
      'DevOpsUnauthorized',
      { organization, reason: 'it asks to sign in on a web page instead' },
      thrown,
    );
  }
  if (statusCode === 403) return fail('DevOpsForbidden', { action, reason }, thrown);
  if (statusCode === 429) {
    const { retryAfterMilliseconds } = limitsOf(thrown);
    const seconds =
      retryAfterMilliseconds === undefined ? defaultRetryAfter : Math.ceil(retryAfterMilliseconds / 1000);
    return fail('DevOpsThrottled', { organization, seconds }, thrown);
  }
  if (statusCode === 408 || statusCode >= 500) {
    return fail('DevOpsFailed', { action, status: statusCode, reason }, thrown);
  }
  return fail('DevOpsRejected', { action, status: statusCode, reason }, thrown);
}

function networkReason(code: string | undefined, message: string): string {
  if (message.startsWith('Request timeout')) return 'it took too long';
  return (code === undefined ? undefined : networkFaults[code]) ?? message;
}

const networkFaults: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
};

/** The service's own words as one clause: without markup, line breaks and the final stop. */
function firstClause(message: string): string {
  const longest = 300; // characters; an error page of a proxy can have thousands
  const text = message
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return (
    (text.length > longest ? `${text.slice(0, longest)}…` : text).replace(/\.$/, '') || 'no reason given'
  );
}
