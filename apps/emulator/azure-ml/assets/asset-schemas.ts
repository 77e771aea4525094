// Request bodies of containers and versions: official property names, unknown ones refused, read-only ones dropped.
import { z } from 'zod';

/** What a client may send back from an earlier answer: ARM ignores it. */
const readOnly = z.unknown().optional();
const text = z.string().nullish();
export const pairs = z.record(z.string(), z.string().nullable()).nullish();

/** The envelope of a proxy resource. */
function resourceOf<T extends z.ZodType>(properties: T) {
  return z.strictObject({
    id: readOnly,
    name: readOnly,
    type: readOnly,
    systemData: readOnly,
    properties,
  });
}

const base = {
  description: text,
  tags: pairs,
  properties: pairs,
  isArchived: z.boolean().default(false),
  provisioningState: readOnly,
};

const version = { ...base, isAnonymous: z.boolean().default(false) };

export const containerBody = resourceOf(
  z.strictObject({ ...base, latestVersion: readOnly, nextVersion: readOnly }),
);

const modelVersion = {
  ...version,
  modelUri: text,
  modelType: text,
  // Always answered with a map: the Python SDK walks it without looking whether there is one.
  flavors: z
    .record(z.string(), z.strictObject({ data: pairs }))
    .nullish()
    .transform((flavors) => flavors ?? {}),
  jobName: text,
  stage: text,
};
export const modelVersionBody = resourceOf(z.strictObject(modelVersion));
/** From 2024-10-01 on a model names the data it was trained on. */
export const modelVersionBody2026 = resourceOf(
  z.strictObject({ ...modelVersion, datasets: z.array(z.looseObject({})).nullish() }),
);

export const codeVersionBody = resourceOf(z.strictObject({ ...version, codeUri: text }));

const route = z.strictObject({ path: z.string().regex(/[a-zA-Z0-9_]/), port: z.int() });
const routes = {
  livenessRoute: route.optional(),
  readinessRoute: route.optional(),
  scoringRoute: route.optional(),
};
const environmentVersion = {
  ...version,
  environmentType: readOnly,
  image: z.string().optional(),
  condaFile: z.string().optional(),
  build: z
    .strictObject({
      contextUri: z.string().regex(/[a-zA-Z0-9_]/),
      dockerfilePath: z.string().default('Dockerfile'),
    })
    .optional(),
  osType: z.enum(['Linux', 'Windows']).default('Linux'),
  autoRebuild: z.enum(['Disabled', 'OnBaseImageUpdate']).optional(),
  stage: text,
};
export const environmentVersionBody = resourceOf(
  z.strictObject({ ...environmentVersion, inferenceConfig: z.strictObject(routes).optional() }),
);
export const environmentVersionBody2026 = resourceOf(
  z.strictObject({
    ...environmentVersion,
    inferenceConfig: z.strictObject({ ...routes, startupRoute: route.optional() }).optional(),
  }),
);

export type ModelProperties = z.infer<typeof modelVersionBody2026>['properties'];
export type CodeProperties = z.infer<typeof codeVersionBody>['properties'];
export type EnvironmentProperties = z.infer<typeof environmentVersionBody2026>['properties'];
