// Errors as Azure Container Instances writes them. Codes and wording of those that users have published are theirs; the
// others follow their style.
import type { z } from 'zod';
import { ArmError } from '../arm/arm-error.ts';

const refusal = (status: number, code: string, message: string) => new ArmError({ status, code, message });
const invalid = (code: string, message: string) => refusal(400, code, message);

export const groupErrors = {
  invalid,
  body: (message: string) => invalid('InvalidRequestContent', message),
  notFound: (group: string, resourceGroup: string) =>
    refusal(
      404,
      'ResourceNotFound',
      `The Resource 'Microsoft.ContainerInstance/containerGroups/${group}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    ),
  containerNotFound: (container: string, group: string) =>
    refusal(
      404,
      'ContainerNotFound',
      `The container '${container}' is not found in container group '${group}'.`,
    ),
  transitioning: (group: string) =>
    refusal(
      409,
      'ContainerGroupTransitioning',
      `The container group '${group}' is still transitioning, please retry later.`,
    ),
  inaccessibleImage: (image: string, group: string) =>
    invalid(
      'InaccessibleImage',
      `The image '${image}' in container group '${group}' is not accessible. Please check the image and registry credential.`,
    ),
  labelTaken: (label: string, group: string) =>
    refusal(
      409,
      'DnsNameLabelNotAvailable',
      `The DNS name label '${label}' in container group '${group}' not available. Try using a different label.`,
    ),
  invalidUpdate: (group: string) =>
    invalid(
      'InvalidContainerGroupUpdate',
      `The updates on container group '${group}' are invalid. If you are going to update the os type, restart policy, network profile, CPU, memory or GPU resources for a container group, you must delete it first and then create a new one.`,
    ),
  quota: (location: string, usage: { limit: number; used: number; requested: number }) =>
    refusal(
      409,
      'ContainerGroupQuotaReached',
      `Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region '${location}'. Limit: '${usage.limit}', Usage: '${usage.used}' Requested: '${usage.requested}'.`,
    ),
  notEmulated: (what: string) =>
    refusal(501, 'NotImplemented', `${what} exists in Azure, but this emulator does not know it.`),
  operationNotFound: (id: string) =>
    refusal(404, 'OperationNotFound', `The operation '${id}' was not found.`),
};

/**
 * Reads a request body.
 *
 * @throws ArmError 400 that names each fault
 */
export function parseGroupBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw groupErrors.body(
    `The request content was invalid and could not be deserialized: ${faults.join('; ')}.`,
  );
}
