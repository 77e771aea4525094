// A release artifact type as a contribution declares it: the properties that the server reads.
import { z } from 'zod';
import { dataSourceBinding } from '../data-sources/binding.ts';

const possibleValue = z.looseObject({ value: z.string(), displayValue: z.string().optional() });

const inputDescriptor = z.looseObject({
  id: z.string().min(1),
  name: z.string().optional(),
  type: z.string().optional(),
  inputMode: z.union([z.string(), z.number()]).optional(),
  hasDynamicValueInformation: z.boolean().optional(),
  dependencyInputIds: z.array(z.string()).optional(),
  properties: z.looseObject({ visibleRule: z.string().optional() }).optional(),
  validation: z
    .looseObject({
      isRequired: z.boolean().optional(),
      maxLength: z.number().optional(),
      minLength: z.number().optional(),
      pattern: z.string().optional(),
    })
    .optional(),
  values: z
    .looseObject({
      defaultValue: z.string().optional(),
      possibleValues: z.array(possibleValue).optional(),
      isLimitedToPossibleValues: z.boolean().optional(),
    })
    .optional(),
});

export type InputDescriptor = z.infer<typeof inputDescriptor>;

/** How a type's trigger registers its web hook, and how a payload that the hook receives is read. */
const artifactTriggerConfiguration = z.looseObject({
  isTriggerSupported: z.boolean().optional(),
  isTriggerSupportedOnlyInHosted: z.boolean().optional(),
  isWebhookSupportedAtServerLevel: z.boolean().optional(),
  payloadHashHeaderName: z.string().nullish(),
  resources: z.record(z.string(), z.string()).nullish(),
  webhookPayloadMapping: z
    .record(z.string(), z.string())
    .nullish()
    .transform((mapping) => mapping ?? {}),
});

export const artifactType = z.looseObject({
  name: z.string().min(1).max(256),
  displayName: z.string().min(1),
  endpointTypeId: z.string().min(1),
  uniqueSourceIdentifier: z.string().min(1),
  artifactType: z.string().optional(),
  downloadTaskId: z.string().optional(),
  inputDescriptors: z.array(inputDescriptor).min(1),
  dataSourceBindings: z.array(dataSourceBinding).default([]),
  browsableArtifactTypeMapping: z.record(z.string(), z.string()).optional(),
  taskInputMapping: z.record(z.string(), z.string()).optional(),
  yamlInputMapping: z.record(z.string(), z.string()).optional(),
  artifactTriggerConfiguration: artifactTriggerConfiguration.optional(),
});

export type ArtifactType = z.infer<typeof artifactType>;

/** Whether a connection fits `endpointTypeId`, which may name schemes after a colon. Case does not count. */
export function acceptsConnection(
  type: ArtifactType,
  connection: { readonly type: string; readonly scheme: string },
): boolean {
  const [name, schemes] = type.endpointTypeId.toLowerCase().split(':');
  if (name !== connection.type.toLowerCase()) return false;
  return schemes === undefined || schemes.split(',').includes(connection.scheme.toLowerCase());
}
