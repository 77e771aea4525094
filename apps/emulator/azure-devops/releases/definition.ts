// A release definition (pipeline) as callers write it. Unknown members are kept and given back, as in the service.
import { z } from 'zod';
import { conditionType, deployPhaseType, triggerType } from './enumerations.ts';

const variables = z
  .record(
    z.string(),
    z.looseObject({
      value: z.string().nullish(),
      isSecret: z.boolean().nullish(),
      allowOverride: z.boolean().nullish(),
    }),
  )
  .nullish()
  .transform((value) => value ?? {});

export type Variables = z.infer<typeof variables>;
export const variablesSchema = variables;

export const workflowTask = z.looseObject({
  taskId: z.string().min(1),
  version: z.string().min(1),
  name: z.string().nullish(),
  refName: z.string().nullish(),
  enabled: z.boolean().default(true),
  alwaysRun: z.boolean().nullish(),
  continueOnError: z.boolean().nullish(),
  timeoutInMinutes: z.number().nonnegative().nullish(),
  retryCountOnTaskFailure: z.number().int().nonnegative().nullish(),
  definitionType: z.string().nullish(),
  condition: z.string().nullish(),
  environment: z.record(z.string(), z.string()).nullish(),
  inputs: z
    .record(z.string(), z.string().nullable())
    .nullish()
    .transform((inputs) => inputs ?? {}),
});

export type WorkflowTask = z.infer<typeof workflowTask>;

const downloadInput = z.looseObject({
  alias: z.string(),
  artifactDownloadMode: z.string().nullish(),
  artifactItems: z.array(z.string()).nullish(),
});

const deployPhase = z.looseObject({
  name: z.string().min(1),
  rank: z.number().int().default(1),
  phaseType: deployPhaseType,
  refName: z.string().nullish(),
  deploymentInput: z
    .looseObject({
      condition: z.string().nullish(),
      skipArtifactsDownload: z.boolean().nullish(),
      enableAccessToken: z.boolean().nullish(),
      timeoutInMinutes: z.number().nonnegative().nullish(),
      artifactsDownloadInput: z.looseObject({ downloadInputs: z.array(downloadInput).nullish() }).nullish(),
    })
    .nullish(),
  workflowTasks: z.array(workflowTask).default([]),
});

export type DeployPhase = z.infer<typeof deployPhase>;

const approvals = z
  .looseObject({ approvals: z.array(z.looseObject({ isAutomated: z.boolean().nullish() })).nullish() })
  .nullish();

const environment = z.looseObject({
  name: z.string().min(1).max(256),
  rank: z.number().int().optional(),
  conditions: z
    .array(z.looseObject({ name: z.string(), conditionType, value: z.string().nullish() }))
    .nullish()
    .transform((conditions) => conditions ?? []),
  deployPhases: z.array(deployPhase).default([]),
  variables,
  retentionPolicy: z.looseObject({}).nullish(),
  preDeployApprovals: approvals,
  postDeployApprovals: approvals,
});

export type DefinitionEnvironment = z.infer<typeof environment>;

const reference = z.looseObject({ id: z.string().nullish(), name: z.string().nullish() });

const artifactSource = z.looseObject({
  alias: z.string().min(1),
  type: z.string().min(1),
  sourceId: z.string().nullish(),
  isPrimary: z.boolean().nullish(),
  isRetained: z.boolean().nullish(),
  definitionReference: z.record(z.string(), reference).default({}),
});

export type ArtifactSource = z.infer<typeof artifactSource>;

export const definitionInput = z.looseObject({
  id: z.number().int().nullish(),
  name: z.string().min(1).max(256),
  revision: z.number().int().nullish(),
  description: z.string().nullish(),
  releaseNameFormat: z.string().nullish(),
  path: z.string().nullish(),
  tags: z
    .array(z.string())
    .nullish()
    .transform((tags) => tags ?? []),
  variables,
  artifacts: z
    .array(artifactSource)
    .nullish()
    .transform((artifacts) => artifacts ?? []),
  triggers: z
    .array(z.looseObject({ triggerType, artifactAlias: z.string().nullish() }))
    .nullish()
    .transform((triggers) => triggers ?? []),
  environments: z
    .array(environment)
    .nullish()
    .transform((environments) => environments ?? []),
});

export type DefinitionInput = z.infer<typeof definitionInput>;

/** A stored definition: ids given, sources identified. */
export interface Definition extends DefinitionInput {
  readonly id: number;
  readonly revision: number;
  readonly createdOn: string;
  readonly modifiedOn: string;
  readonly artifacts: readonly (ArtifactSource & { readonly sourceId: string })[] & ArtifactSource[];
  readonly environments: (DefinitionEnvironment & { readonly id: number })[];
}

/** The value of an artifact input: what it is stored as (id) and what a person sees (name). */
export function artifactInputs(source: ArtifactSource): Record<string, string> {
  return Object.fromEntries(
    Object.entries(source.definitionReference).map(([key, { id }]) => [key, id ?? '']),
  );
}
