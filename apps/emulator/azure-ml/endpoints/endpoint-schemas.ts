// What the request bodies of online and batch endpoints and of their deployments have in common.
import { z } from 'zod';
import { pairs } from '../assets/asset-schemas.ts';

const readOnly = z.unknown().optional();
export const text = z.string().nullish();

const identity = z.strictObject({
  type: z.enum(['None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned']),
  userAssignedIdentities: z.record(z.string(), z.looseObject({})).nullish(),
  principalId: readOnly,
  tenantId: readOnly,
});

export const skuFields = {
  tier: z.enum(['Free', 'Basic', 'Standard', 'Premium']).optional(),
  size: z.string().optional(),
  family: z.string().optional(),
  capacity: z.int().optional(),
};
const sku = z.strictObject({ name: z.string(), ...skuFields });

const tags = z.record(z.string(), z.string());

/** The envelope of a tracked resource. */
export function tracked<T extends z.ZodType>(properties: T) {
  return z.strictObject({
    id: readOnly,
    name: readOnly,
    type: readOnly,
    systemData: readOnly,
    location: z.string().min(1),
    tags: tags.nullish(),
    kind: z.string().nullish(),
    identity: identity.optional(),
    sku: sku.nullish(),
    properties,
  });
}

/** Properties that each kind of endpoint has. */
export const endpointProperties = {
  description: text,
  properties: pairs,
  authMode: z.enum(['Key', 'AMLToken', 'AADToken']),
  keys: z.strictObject({ primaryKey: text, secondaryKey: text }).nullish(),
  scoringUri: readOnly,
  swaggerUri: readOnly,
  provisioningState: readOnly,
};

export const endpointPatch = z.strictObject({ tags: tags.optional(), identity: identity.optional() });

/** Properties that each kind of deployment has. */
export const servingProperties = {
  description: text,
  properties: pairs,
  codeConfiguration: z
    .strictObject({ codeId: text, scoringScript: z.string().regex(/[a-zA-Z0-9_]/) })
    .nullish(),
  environmentId: text,
  environmentVariables: pairs,
  provisioningState: readOnly,
};

export const duration = z
  .string()
  .regex(/^PT(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?$/, 'is not an ISO 8601 duration like PT5S');

/** Milliseconds of a duration that the schemas let through. */
export function durationMs(text: string): number {
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(text) ?? [];
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

export type Identity = z.infer<typeof identity>;
export type EndpointPatch = z.infer<typeof endpointPatch>;
