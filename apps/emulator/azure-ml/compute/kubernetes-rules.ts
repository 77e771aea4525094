// What a deployment on Kubernetes may ask for: an instance type that the cluster has, and amounts within it. The rules
// and their limits are those of "Create and manage instance types" in the public documentation.
import { mlErrors } from '../ml-error.ts';
import type { ComputeRequest, InstanceType, KubernetesProperties } from './compute-schemas.ts';
import { quantity } from './quantity.ts';

/** What every attached cluster has, unless it defines a type of that name itself. */
export const defaultInstanceType = 'defaultinstancetype';
const builtIn: InstanceType = {
  resources: { requests: { cpu: '100m', memory: '2Gi' }, limits: { cpu: '2', memory: '2Gi' } },
};

export function instanceTypesOf({
  instanceTypes = {},
}: KubernetesProperties): Readonly<Record<string, InstanceType>> {
  return { [defaultInstanceType]: builtIn, ...instanceTypes };
}

export interface Amounts {
  readonly cpu?: string | null | undefined;
  readonly memory?: string | null | undefined;
  readonly gpu?: string | null | undefined;
}

export interface Requirements {
  readonly containerResourceRequests?: Amounts | null | undefined;
  readonly containerResourceLimits?: Amounts | null | undefined;
}

const names = ['cpu', 'memory', 'gpu'] as const;
/** How an instance type calls what a deployment calls gpu. */
const inType = { cpu: 'cpu', memory: 'memory', gpu: 'nvidia.com/gpu' } as const;

function amount(what: string, text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return undefined;
  const value = quantity(text);
  if (value === undefined || value === 0)
    throw mlErrors.badRequest(`The ${what} '${text}' is not valid: give an amount like 500m, 2 or 1Gi.`);
  return value;
}

/** @throws ArmError 400 with the amount that does not fit */
export function checkResources(
  requirements: Requirements | null | undefined,
  type: { readonly name: string; readonly definition: InstanceType },
): void {
  if (!requirements) return;
  const { containerResourceRequests: requests, containerResourceLimits: limits } = requirements;
  for (const name of ['cpu', 'memory'] as const)
    if (!requests?.[name])
      throw mlErrors.badRequest(`containerResourceRequests.${name} is required when resources are given.`);
  if (requests?.gpu) throw mlErrors.badRequest('A gpu can be given only in the limits.');
  const memory = amount('requested memory', requests?.memory);
  if (memory !== undefined && memory < 2 ** 20)
    throw mlErrors.badRequest(`The requested memory '${requests?.memory ?? ''}' is less than 1 MB.`);
  for (const name of names) {
    const request = amount(`requested ${name}`, requests?.[name]);
    const limit = amount(`limit of ${name}`, limits?.[name]);
    if (request !== undefined && limit !== undefined && request > limit)
      throw mlErrors.badRequest(
        `The requested ${name} '${requests?.[name] ?? ''}' exceeds the limit '${limits?.[name] ?? ''}'.`,
      );
    const asked = limit ?? request;
    const { resources } = type.definition;
    const most = resources?.limits?.[inType[name]] ?? resources?.requests?.[inType[name]];
    const there = most === null || most === undefined ? (name === 'gpu' ? 0 : undefined) : quantity(most);
    if (asked !== undefined && there !== undefined && asked > there)
      throw mlErrors.badRequest(
        `The ${name} '${limits?.[name] ?? requests?.[name] ?? ''}' exceeds the limit '${most ?? 0}' of instance type '${type.name}'.`,
      );
  }
}

/**
 * The instance type that a deployment runs on.
 *
 * @throws ArmError 400 when the cluster has no such type
 */
export function checkInstanceType(
  compute: ComputeRequest,
  asked: string | null | undefined,
): { readonly name: string; readonly definition: InstanceType } {
  const { properties } = compute;
  if (properties.computeType !== 'Kubernetes')
    throw mlErrors.badRequest('The compute is not a Kubernetes cluster.');
  const types = instanceTypesOf(properties.properties);
  const name = asked ?? properties.properties.defaultInstanceType ?? defaultInstanceType;
  const definition = types[name];
  if (!definition)
    throw mlErrors.badRequest(
      `The instance type '${name}' does not exist in the Kubernetes cluster. It has: ${Object.keys(types).sort().join(', ')}.`,
    );
  return { name, definition };
}
