// What the deployments of online and batch endpoints have in common in Azure Resource Manager.
import * as z from 'zod';
import type { Workspace } from '../../core/workspace.ts';
import type { DeploymentRef } from '../../ports/online-endpoints.ts';
import type { ArmClient } from './arm/client.ts';
import { endpointPath, type EndpointKind } from './endpoint-resource.ts';

export const deploymentsPath = (kind: EndpointKind, workspace: Workspace, endpoint: string): string =>
  `${endpointPath(kind, workspace, endpoint)}/deployments`;

export const deploymentPath = (kind: EndpointKind, { workspace, endpoint, deployment }: DeploymentRef) =>
  `${deploymentsPath(kind, workspace, endpoint)}/${encodeURIComponent(deployment)}`;

/** @param model how this kind names the model that it serves */
const deploymentShape = <Model extends z.ZodType>(model: Model) =>
  z.object({
    name: z.string(),
    tags: z.record(z.string(), z.string()).nullish(),
    properties: z.object({ provisioningState: z.string().default('Succeeded'), model }),
  });

export const onlineDeployment = deploymentShape(z.string().nullish());
export const batchDeployment = deploymentShape(z.object({ assetId: z.string().nullish() }).nullish());

export interface DeploymentReading<Body, State> {
  readonly kind: EndpointKind;
  readonly shape: z.ZodType<Body>;
  readonly stateOf: (body: Body) => State;
}

export interface DeploymentResource<State> {
  get(ref: DeploymentRef): Promise<State | undefined>;
  list(workspace: Workspace, endpoint: string): Promise<readonly State[]>;
  create(ref: DeploymentRef, body: object): Promise<void>;
  delete(ref: DeploymentRef): Promise<void>;
}

export function createDeploymentResource<Body, State>(
  arm: ArmClient,
  { kind, shape, stateOf }: DeploymentReading<Body, State>,
): DeploymentResource<State> {
  return {
    async get(ref) {
      const found = await arm.get(deploymentPath(kind, ref), shape);
      return found && stateOf(found);
    },
    async list(workspace, endpoint) {
      const found: State[] = [];
      for await (const one of arm.list(deploymentsPath(kind, workspace, endpoint), shape))
        found.push(stateOf(one));
      return found;
    },
    create: (ref, body) => arm.settle('PUT', deploymentPath(kind, ref), body),
    delete: (ref) => arm.delete(deploymentPath(kind, ref)),
  };
}
