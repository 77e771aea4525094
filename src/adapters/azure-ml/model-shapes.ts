// The shapes of models in Azure's answers, as the management package hands them out, and what they mean to us.
import * as z from 'zod';
import type { ModelSummary, ModelVersion } from '../../core/model/version.ts';

const textMap = z
  .record(z.string(), z.string().nullish())
  .nullish()
  .transform((map) =>
    Object.fromEntries(Object.entries(map ?? {}).map(([name, value]) => [name, value ?? ''])),
  );
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

/** A model container: `models/{name}`. */
export const modelSummary = z
  .object({
    name: z.string().min(1),
    properties: z.object({ latestVersion: optionalText }).nullish(),
  })
  .transform(({ name, properties }): ModelSummary => {
    const latest = properties?.latestVersion;
    return latest === undefined ? { model: name } : { model: name, latestVersion: latest };
  });

const versionResource = z.object({
  // A v1 service gave numbers here; v2 says string.
  name: z.coerce.string().min(1),
  id: z.string().min(1),
  // The package turns the text into a Date; an unreadable one becomes an invalid Date, which is refused.
  systemData: z.object({ createdAt: z.coerce.date() }),
  properties: z.object({
    modelUri: z.string().min(1),
    modelType: optionalText,
    stage: optionalText,
    description: optionalText,
    jobName: optionalText,
    isArchived: z.boolean().nullish(),
    tags: textMap,
    properties: textMap,
  }),
});

/** A model version: `models/{model}/versions/{version}`. */
export const modelVersion = (model: string): z.ZodType<ModelVersion> =>
  versionResource.transform(({ name, id, systemData, properties }): ModelVersion => {
    const { modelUri, modelType: type, stage, description, jobName, isArchived, tags } = properties;
    return {
      model,
      version: name,
      id,
      createdAt: systemData.createdAt.toISOString(),
      uri: modelUri,
      ...(type === undefined ? {} : { type }),
      ...(stage === undefined ? {} : { stage }),
      ...(description === undefined ? {} : { description }),
      ...(jobName === undefined ? {} : { jobName }),
      isArchived: isArchived ?? false,
      tags,
      properties: properties.properties,
    };
  });
