// Online endpoints in Azure Resource Manager, by our own typed bodies (the package of 2022 would drop newer fields).
import type { TokenCredential } from '@azure/core-auth';
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import type { EndpointState } from '../../core/deploy/online-state.ts';
import { given } from '../../core/given.ts';
import { workspacePath, type Workspace } from '../../core/workspace.ts';
import type { OnlineEndpoints } from '../../ports/online-endpoints.ts';
import type { ArmClient } from './arm-client.ts';
import { without, writableIdentity } from './writable.ts';

const endpointShape = z.looseObject({
  name: z.string(),
  location: z.string().nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.looseObject({
    authMode: z.string(),
    provisioningState: z.string().default('Succeeded'),
    scoringUri: z.string().nullish(),
    swaggerUri: z.string().nullish(),
    traffic: z.record(z.string(), z.number()).nullish(),
    mirrorTraffic: z.record(z.string(), z.number()).nullish(),
  }),
});

type EndpointBody = z.infer<typeof endpointShape>;

const keysShape = z.object({ primaryKey: z.string().min(1) });
const tokenShape = z.object({ accessToken: z.string().min(1) });

// What the service adds to an endpoint and does not take back.
const readOnly = ['id', 'name', 'type', 'systemData', 'identity'];
const readOnlyProperties = ['provisioningState', 'scoringUri', 'swaggerUri'];

function stateOf({ name, location, tags, properties }: EndpointBody): EndpointState {
  const { authMode, provisioningState, scoringUri, swaggerUri, traffic, mirrorTraffic } = properties;
  return {
    ...{ name, authMode, provisioningState, traffic: traffic ?? {} },
    ...given({ location, scoringUri, swaggerUri, mirrorTraffic, tags }),
  };
}

const endpointPath = (workspace: Workspace, name: string) =>
  `${workspacePath(workspace)}/onlineEndpoints/${encodeURIComponent(name)}`;

/** Callers of endpoints in mode AADToken get tokens for this audience. */
const entraScope = 'https://ml.azure.com/.default';

/** @param caller who calls endpoints whose callers sign in with Microsoft Entra ID */
export function createOnlineEndpoints(arm: ArmClient, caller?: TokenCredential): OnlineEndpoints {
  const entraToken = async (endpoint: string): Promise<string> => {
    const token = await caller?.getToken(entraScope);
    if (token) return token.token;
    const identity = `a caller of endpoint '${endpoint}'`;
    throw fail('AzureIdentityUnavailable', { identity, reason: `there is no token for ${entraScope}` });
  };
  return {
    async get(workspace, name) {
      const found = await arm.get(endpointPath(workspace, name), endpointShape);
      return found && stateOf(found);
    },

    async create(workspace, name, body) {
      await arm.settle('PUT', endpointPath(workspace, name), body);
    },

    async change(workspace, name, decide) {
      const path = endpointPath(workspace, name);
      const now = await arm.get(path, endpointShape);
      if (!now) throw fail('AzureResourceNotFound', { resource: `onlineEndpoints/${name}` });
      const { tags, ...split } = decide(stateOf(now)) ?? {};
      const isRouted = Object.keys(split).length > 0;
      if (!isRouted && tags === undefined) return;
      // PATCH changes tags and identity only: traffic needs the whole endpoint in a PUT.
      if (!isRouted) {
        await arm.settle('PATCH', path, { tags });
        return;
      }
      const properties = { ...without(now.properties, readOnlyProperties), ...split };
      const rest = { ...without(now, readOnly), ...writableIdentity(now['identity']) };
      await arm.settle('PUT', path, { ...rest, ...given({ tags }), properties });
    },

    async delete(workspace, name) {
      await arm.delete(endpointPath(workspace, name));
    },

    async credential(workspace, endpoint) {
      const path = endpointPath(workspace, endpoint.name);
      const mode = endpoint.authMode.toLowerCase();
      const secret =
        mode === 'key'
          ? (await arm.post(`${path}/listKeys`, undefined, keysShape)).primaryKey
          : mode === 'aadtoken'
            ? await entraToken(endpoint.name)
            : (await arm.post(`${path}/token`, undefined, tokenShape)).accessToken;
      return { authorization: `Bearer ${secret}` };
    },
  };
}
