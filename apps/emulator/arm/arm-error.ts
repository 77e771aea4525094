// Errors as Azure Resource Manager writes them.

export interface AdditionalInfo {
  readonly type: string;
  readonly info: Readonly<Record<string, unknown>>;
}

export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly ErrorDetail[];
  readonly additionalInfo?: readonly AdditionalInfo[];
}

export interface ArmErrorSpec {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly details?: readonly ErrorDetail[];
  readonly additionalInfo?: readonly AdditionalInfo[];
}

/** A refusal on its way to the client. */
export class ArmError extends Error {
  readonly spec: ArmErrorSpec;

  constructor(spec: ArmErrorSpec) {
    super(`${spec.status} ${spec.code}: ${spec.message}`);
    this.spec = spec;
  }

  body(): { error: ErrorDetail } {
    const { code, message, target, details, additionalInfo } = this.spec;
    return {
      error: {
        code,
        message,
        ...(target === undefined ? {} : { target }),
        ...(details === undefined ? {} : { details }),
        ...(additionalInfo === undefined ? {} : { additionalInfo }),
      },
    };
  }
}

const refusal = (status: number, code: string, message: string): ArmError =>
  new ArmError({ status, code, message });

export const armErrors = {
  missingApiVersion: () =>
    refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    ),
  invalidApiVersion: (version: string, supported: readonly string[]) =>
    refusal(
      400,
      'InvalidApiVersionParameter',
      `The api-version '${version}' is invalid. The supported versions are '${supported.join(',')}'.`,
    ),
  noRegisteredProvider: (location: string, version: string, type: string, supported: readonly string[]) =>
    refusal(
      400,
      'NoRegisteredProviderFound',
      `No registered resource provider found for location '${location}' and API version '${version}' for type '${type}'. The supported api-versions are '${supported.join(', ')}'. The supported locations are '${location}'.`,
    ),
  subscriptionNotFound: (subscription: string) =>
    refusal(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`),
  invalidSubscription: (subscription: string) =>
    refusal(
      400,
      'InvalidSubscriptionId',
      `The provided subscription identifier '${subscription}' is malformed or invalid.`,
    ),
  resourceGroupNotFound: (group: string) =>
    refusal(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`),
  resourceNotFound: (type: string, group: string) =>
    refusal(
      404,
      'ResourceNotFound',
      `The Resource '${type}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    ),
  invalidJson: (reason: string) =>
    refusal(
      400,
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: '${reason}'.`,
    ),
  authorizationFailed: (caller: { clientId: string; objectId: string }, action: string, scope: string) =>
    refusal(
      403,
      'AuthorizationFailed',
      `The client '${caller.clientId}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    ),
  unknownOperation: (method: string, path: string) =>
    refusal(
      404,
      'InvalidResourceType',
      `The emulator knows no operation '${method} ${path}', and neither does the official description of 2024-04-01.`,
    ),
  notEmulated: (method: string, path: string) =>
    refusal(
      501,
      'NotImplemented',
      `'${method} ${path}' exists in Azure, but this emulator does not know it. It was written to the gap list.`,
    ),
};
