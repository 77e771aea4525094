// Errors as Azure Container Registry writes them: ARM's body and nothing else.
import type { z } from 'zod';
import { ArmError } from '../arm/arm-error.ts';

const refusal = (status: number, code: string, message: string) => new ArmError({ status, code, message });

export const registryErrors = {
  invalid: (message: string) => refusal(400, 'InvalidRequestBody', message),
  runNotFound: (run: string) => refusal(404, 'RunNotFound', `The run '${run}' was not found.`),
  notEmulated: (what: string) =>
    refusal(501, 'NotImplemented', `${what} exists in Azure, but this emulator does not know it.`),
};

/**
 * Reads a request body.
 *
 * @throws ArmError 400 that names each fault
 */
export function parseRegistryBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw registryErrors.invalid(`The request body is invalid. ${faults.join('; ')}`);
}
