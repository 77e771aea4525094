// What every ARM call passes before its operation: an ordered fault, the token, the api-version, the scope, the role.
import type { Caller } from '../identity/access-token.ts';
import { ArmError, armErrors } from './arm-error.ts';
import { actionOf, parseArmPath } from './arm-path.ts';
import { checkApiVersion } from './api-versions.ts';
import { authenticate, type BearerOptions } from './bearer.ts';
import type { FaultAnswer } from '../kernel/fault-hooks.ts';
import type { FaultRule } from '../kernel/fault-list.ts';
import type { ResourceScope } from './resources.ts';
import type { Rights } from './rights.ts';

export interface Admission {
  readonly caller: Caller;
  readonly apiVersion: string;
}

export interface IncomingCall {
  readonly method: string;
  readonly path: string;
  readonly apiVersion: string | undefined;
  readonly authorization: string | undefined;
}

export interface PipelineOptions {
  readonly bearer: BearerOptions;
  readonly scope: ResourceScope;
  readonly rights: Rights;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const faultCodes: Readonly<Record<number, [code: string, message: string]>> = {
  401: ['InvalidAuthenticationToken', 'The access token is invalid.'],
  403: ['AuthorizationFailed', 'The client does not have authorization to perform this action.'],
  404: ['ResourceNotFound', 'The resource was not found.'],
  409: ['Conflict', 'Another operation on this resource is in progress.'],
  429: ['TooManyRequests', 'The request is being throttled as the limit has been reached.'],
  500: ['InternalServerError', 'An internal error occurred while processing the request.'],
  502: ['BadGateway', 'The gateway received an invalid answer.'],
  503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
  504: ['GatewayTimeout', 'The gateway did not receive a response within the specified time period.'],
};

/** The answer that `rule` orders, as ARM writes it. */
export function faultAnswer(rule: FaultRule & { readonly status: number }): FaultAnswer {
  const [code, message] = faultCodes[rule.status] ?? ['Fault', 'A fault that the emulator was told to make.'];
  const { status, retryAfterSeconds } = rule;
  const spec = { status, code: rule.code ?? code, message: rule.message ?? message };
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status, headers, body: new ArmError(spec).body() };
}

/**
 * Lets a call pass to its operation.
 *
 * @throws ArmError the first refusal in Azure's order: 401, 400, 404 of the subscription, 403, 404 of the group
 */
export async function admit(call: IncomingCall, options: PipelineOptions): Promise<Admission> {
  const { scope, rights } = options;
  const path = parseArmPath(call.path);
  const caller = await authenticate(call.authorization, options.bearer);
  const apiVersion = checkApiVersion(call.apiVersion, path, scope.location);
  const { subscriptionId, resourceGroup } = path;
  if (subscriptionId !== undefined) {
    if (!guid.test(subscriptionId)) throw armErrors.invalidSubscription(subscriptionId);
    if (!same(subscriptionId, scope.subscriptionId)) throw armErrors.subscriptionNotFound(subscriptionId);
    const action = actionOf(call.method, call.path);
    if (!rights.allows(caller.objectId, action))
      throw armErrors.authorizationFailed(caller, action, call.path);
  }
  if (resourceGroup !== undefined && !same(resourceGroup, scope.resourceGroup))
    throw armErrors.resourceGroupNotFound(resourceGroup);
  return { caller, apiVersion };
}
