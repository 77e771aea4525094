// Online endpoints in Azure Resource Manager, by our own typed bodies (the package of 2022 would drop newer fields).
import type { TokenCredential } from '@azure/core-auth';
import * as z from 'zod';
import { fail } from '../../core/errors/catalogue.ts';
import type { EndpointState } from '../../core/deploy/online-state.ts';
import { given } from '../../core/given.ts';
import type { OnlineEndpoints } from '../../ports/online-endpoints.ts';
import type { ArmClient } from './arm/client.ts';
import {
  createEndpointResource,
  endpointFields,
  endpointPath,
  endpointProperties,
} from './endpoint-resource.ts';

const kind = 'onlineEndpoints';

const endpointShape = z.looseObject({
  ...endpointFields,
  location: z.string().nullish(),
  properties: z.looseObject({
    ...endpointProperties,
    traffic: z.record(z.string(), z.number()).nullish(),
    mirrorTraffic: z.record(z.string(), z.number()).nullish(),
  }),
});

type EndpointBody = z.infer<typeof endpointShape>;

const keysShape = z.object({ primaryKey: z.string().min(1) });
const tokenShape = z.object({ accessToken: z.string().min(1) });

function stateOf({ name, location, tags, properties }: EndpointBody): EndpointState {
  const { authMode, provisioningState, scoringUri, swaggerUri, traffic, mirrorTraffic } = properties;
  return {
    ...{ name, authMode, provisioningState, traffic: traffic ?? {} },
    ...given({ location, scoringUri, swaggerUri, mirrorTraffic, tags }),
  };
}

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
  const endpoints = createEndpointResource(arm, {
    ...{ kind, shape: endpointShape, stateOf },
  });
  return {
    ...endpoints,

    async change(workspace, name, decide) {
      const now = await endpoints.read(workspace, name);
      const { tags, ...split } = decide(stateOf(now)) ?? {};
      const isRouted = Object.keys(split).length > 0;
      if (!isRouted && tags === undefined) return;
      if (isRouted) await endpoints.replace(workspace, name, now, { ...given({ tags }), properties: split });
      else await arm.settle('PATCH', endpointPath(kind, workspace, name), { tags });
    },

    async credential(workspace, endpoint) {
      const path = endpointPath(kind, workspace, endpoint.name);
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
