// Keys of online endpoints in Azure Resource Manager.
import * as z from 'zod';
import type { Workspace } from '../../core/workspace.ts';
import type { EndpointKeys } from '../../ports/endpoint-keys.ts';
import type { ArmClient } from './arm/client.ts';
import { endpointPath } from './endpoint-resource.ts';

const keysShape = z.object({ primaryKey: z.string().min(1), secondaryKey: z.string().min(1) });

const keyTypes = { primary: 'Primary', secondary: 'Secondary' } as const;

const pathOf = (workspace: Workspace, endpoint: string): string =>
  endpointPath('onlineEndpoints', workspace, endpoint);

export function createEndpointKeys(arm: ArmClient): EndpointKeys {
  return {
    async read(workspace, endpoint) {
      const path = `${pathOf(workspace, endpoint)}/listKeys`;
      const { primaryKey: primary, secondaryKey: secondary } = await arm.post(path, undefined, keysShape);
      return { primary, secondary };
    },
    async regenerate(workspace, endpoint, key) {
      // The answer says nothing that is needed, and some versions of the service give none.
      const path = `${pathOf(workspace, endpoint)}/regenerateKeys`;
      await arm.post(path, { keyType: keyTypes[key] }, z.unknown());
    },
  };
}
