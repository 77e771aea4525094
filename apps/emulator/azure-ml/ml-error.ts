// Errors as Azure Machine Learning writes them: ARM's body, with the service's own additional information.
import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { ArmError, type AdditionalInfo, type ErrorDetail } from '../arm/arm-error.ts';

export interface MlErrorSpec {
  readonly status: number;
  /** UserError unless the service names something more specific. */
  readonly code?: string;
  readonly message: string;
  /** From the outer to the inner code, e.g. ['NotFound', 'AssetNotFound']. */
  readonly inner?: readonly string[];
  readonly details?: readonly ErrorDetail[];
}

interface InnerError {
  readonly code: string;
  readonly innerError: InnerError | null;
}

function nest(codes: readonly string[]): InnerError | null {
  const [first, ...rest] = codes;
  return first === undefined ? null : { code: first, innerError: nest(rest) };
}

function additionalInfo(inner: readonly string[]): readonly AdditionalInfo[] {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  const correlation = { operation: hex(16), request: hex(8) };
  return [
    { type: 'ComponentName', info: { value: 'managementfrontend' } },
    { type: 'Correlation', info: { value: correlation } },
    ...(inner.length === 0
      ? []
      : [{ type: 'InnerError', info: { value: { code: inner[0], innerError: nest(inner.slice(1)) } } }]),
  ];
}

export function mlError({
  status,
  code = 'UserError',
  message,
  inner = [],
  details = [],
}: MlErrorSpec): ArmError {
  return new ArmError({ status, code, message, details, additionalInfo: additionalInfo(inner) });
}

export const mlErrors = {
  badRequest: (message: string, details: readonly ErrorDetail[] = []) =>
    mlError({ status: 400, message, inner: ['BadArgument'], details }),
  containerNotFound: (kind: string, name: string) =>
    mlError({
      status: 404,
      message: `Not found ${kind} container ${name}.`,
      inner: ['NotFound', `${kind}ContainerNotFound`],
    }),
  versionNotFound: (kind: string, name: string, version: string) =>
    mlError({
      status: 404,
      message: `Not found ${kind} ${name} version ${version}.`,
      inner: ['NotFound', `${kind}NotFound`],
    }),
  assetPathImmutable: () =>
    mlError({
      status: 400,
      message: 'Asset paths cannot be updated.',
      inner: ['BadArgument', 'ImmutableProperty'],
    }),
  immutable: (kind: string, name: string, property: string) =>
    mlError({
      status: 400,
      message: `The property '${property}' of ${kind} '${name}' cannot be changed once it exists.`,
      inner: ['BadArgument', 'ImmutableProperty'],
    }),
  notFound: (message: string) => mlError({ status: 404, message, inner: ['NotFound'] }),
  conflict: (message: string) => mlError({ status: 409, message, inner: ['Conflict'] }),
  notEmulated: (what: string) =>
    mlError({
      status: 501,
      code: 'NotImplemented',
      message: `${what} exists in Azure, but this emulator does not know it.`,
    }),
};

/**
 * Reads a request body.
 *
 * @throws ArmError 400 that names each fault
 */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const details = result.error.issues.map((issue) => ({
    code: 'InvalidParameter',
    message: `${issue.path.join('.') || 'body'}: ${issue.message}`,
  }));
  throw mlErrors.badRequest(
    `The request is invalid. ${details.map(({ message }) => message).join('; ')}`,
    details,
  );
}
