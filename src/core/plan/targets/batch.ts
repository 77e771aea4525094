// Batch endpoints: jobs over many files on a cluster.
import { keyNotSupported } from '../../config/origin.ts';
import type { DeploymentSettings } from '../../config/deployment-schema.ts';
import { hashTree, hashValue } from '../../deploy/content-hash.ts';
import { contentTag } from '../../deploy/content-tag.ts';
import { asset, shortHash, type DesiredAssets } from '../../deploy/desired-assets.ts';
import { environmentOf } from '../../deploy/desired-deployment.ts';
import { checkDeploymentName, checkEndpointName, deploymentName } from '../../deploy/names.ts';
import { isoDuration } from '../../deploy/online-body.ts';
import { fail } from '../../errors/catalogue.ts';
import { given } from '../../given.ts';
import { workspacePath } from '../../workspace.ts';
import type { ModelVersion } from '../../model/version.ts';
import type { PlanInput, WhatIsThere } from '../plan.ts';
import { batchSteps, type DesiredBatch } from './batch-steps.ts';
import type { TargetPlan } from './target-plan.ts';

const outputActions = { append_row: 'AppendRow', summary_only: 'SummaryOnly' } as const;
const loggingLevels = { debug: 'Debug', info: 'Info', warning: 'Warning' } as const;

function batchSettings(settings: DeploymentSettings): object {
  const { retrySettings, outputAction, loggingLevel } = settings;
  const instanceCount = settings.numReplicas ?? settings.instanceCount;
  const resources = given({ instanceCount, instanceType: settings.instanceType });
  return given({
    resources: Object.keys(resources).length > 0 ? resources : undefined,
    miniBatchSize: settings.miniBatchSize,
    maxConcurrencyPerInstance: settings.maxConcurrencyPerInstance,
    errorThreshold: settings.errorThreshold,
    retrySettings: retrySettings && {
      ...given({
        maxRetries: retrySettings.maxRetries,
        timeout:
          retrySettings.timeoutSeconds === undefined
            ? undefined
            : isoDuration(retrySettings.timeoutSeconds * 1000),
      }),
    },
    outputAction: outputAction && outputActions[outputAction],
    outputFileName: settings.outputFileName,
    loggingLevel: loggingLevel && loggingLevels[loggingLevel],
  });
}

function assetsOf(input: PlanInput, now: Pick<WhatIsThere, 'environment' | 'contextStore'>): DesiredAssets {
  const { inference, workspace, service, texts, source } = input;
  if (inference === undefined) return {};
  const environment = environmentOf(
    {
      workspace,
      endpoint: service,
      ...texts,
      ...given({ registeredEnvironmentId: now.environment?.id, contextStore: now.contextStore }),
    },
    inference,
  );
  const code = asset(workspace, 'codes', `${service}-code`, shortHash(hashTree(source)));
  return { environment, code: { ...code, files: source } };
}

function onlyModel({ models }: PlanInput): ModelVersion {
  const [model, second] = models;
  if (model !== undefined && second === undefined) return model;
  throw fail('TooManyModels', { models: models.map((one) => `${one.model}:${one.version}`).join(', ') });
}

function computeOf({ deployment, workspace }: PlanInput): string {
  const { settings, origin } = deployment;
  if (settings.computeTargetName !== undefined)
    return `${workspacePath(workspace)}/computes/${settings.computeTargetName}`;
  throw keyNotSupported(origin, 'computeTargetName', {
    reason: 'a batch deployment needs a cluster',
    instead: "Name the cluster as computeTargetName, or with '--compute-target'.",
  });
}

function deploymentProperties(input: PlanInput, { environment, code }: DesiredAssets): object {
  const { inference, deployment } = input;
  const variables = { ...inference?.environmentVariables, ...deployment.settings.environmentVariables };
  return {
    model: { referenceType: 'Id', assetId: onlyModel(input).id },
    compute: computeOf(input),
    ...given({
      description: inference?.description,
      environmentId: environment?.id,
      codeConfiguration: code && { codeId: code.id, scoringScript: inference?.entryScript },
      environmentVariables: Object.keys(variables).length > 0 ? variables : undefined,
    }),
    ...batchSettings(deployment.settings),
  };
}

/** The names and bodies that the inputs lead to; of `now` it takes what does not depend on them. */
export function desiredBatch(
  input: PlanInput,
  now: Pick<WhatIsThere, 'location' | 'environment' | 'contextStore'>,
): DesiredBatch {
  const { settings } = input.deployment;
  const { workspace, lineage } = input;
  const { location } = now;
  const endpoint = checkEndpointName(input.service);
  const assets = assetsOf(input, now);
  const properties = deploymentProperties(input, assets);
  const { version, createdAt } = onlyModel(input);
  const content = shortHash(hashValue({ properties, tags: settings.tags, modelCreatedAt: createdAt }));
  const name = settings.versionName ?? deploymentName(version, content);
  const tags = { ...settings.tags, ...lineage, [contentTag]: content };
  return {
    ...assets,
    workspace,
    endpoint: {
      name: endpoint,
      // The service signs callers of batch endpoints in by Entra tokens only.
      body: { location, identity: { type: 'SystemAssigned' }, properties: { authMode: 'AADToken' } },
    },
    deployment: {
      name: checkDeploymentName(name, { endpoint, onKubernetes: false }),
      content,
      body: { location, tags, properties },
    },
    ...(settings.isDefault !== false && { defaultDeployment: name }),
  };
}

export const planBatch = (input: PlanInput, now: WhatIsThere): TargetPlan =>
  batchSteps(desiredBatch(input, now), now);
