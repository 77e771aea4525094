// What online and batch endpoints have in common in Azure Resource Manager: address, state, and how one is replaced.
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import { workspacePath, type Workspace } from '../../core/workspace.ts';
import type { ArmClient } from './arm/client.ts';
import { without, writableIdentity } from './writable.ts';

export type EndpointKind = 'onlineEndpoints' | 'batchEndpoints';

export const endpointsPath = (kind: EndpointKind, workspace: Workspace): string =>
  `${workspacePath(workspace)}/${kind}`;

export const endpointPath = (kind: EndpointKind, workspace: Workspace, name: string): string =>
  `${endpointsPath(kind, workspace)}/${encodeURIComponent(name)}`;

/** Fields of each kind of endpoint. */
export const endpointFields = { name: z.string(), tags: z.record(z.string(), z.string()).nullish() };

/** Properties of each kind of endpoint. */
export const endpointProperties = {
  authMode: z.string(),
  provisioningState: z.string().default('Succeeded'),
  scoringUri: z.string().nullish(),
  swaggerUri: z.string().nullish(),
};

// What the service adds to an endpoint and does not take back.
const readOnly = ['id', 'name', 'type', 'systemData', 'identity'];
const readOnlyProperties = ['provisioningState', 'scoringUri', 'swaggerUri'];

/** An endpoint as it was read: its schema lets pass what it does not know, so that a PUT keeps it. */
interface EndpointBody {
  readonly properties: object;
  readonly identity?: unknown;
}

export interface EndpointReading<Body extends EndpointBody, State> {
  readonly kind: EndpointKind;
  readonly shape: z.ZodType<Body>;
  readonly stateOf: (body: Body) => State;
  /** Fields that this kind does not take back besides those that none takes. */
  readonly alsoReadOnly?: readonly string[];
}

/** What a PUT gives another value; all else stays. */
interface EndpointReplacement {
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: object;
}

export interface EndpointResource<Body, State> {
  get(workspace: Workspace, name: string): Promise<State | undefined>;
  /** @throws AzureResourceNotFound */
  read(workspace: Workspace, name: string): Promise<Body>;
  create(workspace: Workspace, name: string, body: object): Promise<void>;
  /** Puts back what was read with what is new: PATCH changes tags and identity only. */
  replace(workspace: Workspace, name: string, now: Body, change: EndpointReplacement): Promise<void>;
  delete(workspace: Workspace, name: string): Promise<void>;
}

export function createEndpointResource<Body extends EndpointBody, State>(
  arm: ArmClient,
  { kind, shape, stateOf, alsoReadOnly = [] }: EndpointReading<Body, State>,
): EndpointResource<Body, State> {
  const find = (workspace: Workspace, name: string) => arm.get(endpointPath(kind, workspace, name), shape);
  const put = (workspace: Workspace, name: string, body: object) =>
    arm.settle('PUT', endpointPath(kind, workspace, name), body);
  return {
    create: put,
    delete: (workspace, name) => arm.delete(endpointPath(kind, workspace, name)),

    async get(workspace, name) {
      const found = await find(workspace, name);
      return found && stateOf(found);
    },

    async read(workspace, name) {
      const found = await find(workspace, name);
      if (!found) throw fail('AzureResourceNotFound', { resource: `${kind}/${name}` });
      return found;
    },

    async replace(workspace, name, now, change) {
      const properties = { ...without(now.properties, readOnlyProperties), ...change.properties };
      const rest = { ...without(now, [...readOnly, ...alsoReadOnly]), ...writableIdentity(now.identity) };
      await put(workspace, name, { ...rest, ...change, properties });
    },
  };
}
