// Batch endpoints: jobs over many files on a cluster.
import { keyNotSupported } from '../../config/origin.ts';
import type { DeploymentSettings } from '../../config/deployment-schema.ts';
import { hashTree, hashValue } from '../../deploy/content-hash.ts';
import { contentTag, environmentOf } from '../../deploy/desired-deployment.ts';
import { checkDeploymentName, checkEndpointName, deploymentName } from '../../deploy/names.ts';
import { isoDuration } from '../../deploy/online-body.ts';
import { isSettled } from '../../deploy/online-state.ts';
import { fail } from '../../errors/catalogue.ts';
import { given } from '../../given.ts';
import { workspacePath } from '../../workspace.ts';
import { machineLearning } from '../api-versions.ts';
import type { PlanInput, PlannedRequest, PlanStep, WhatIsThere } from '../plan.ts';
import type { TargetPlan } from './target-plan.ts';

const outputActions = { append_row: 'AppendRow', summary_only: 'SummaryOnly' } as const;
const loggingLevels = { debug: 'Debug', info: 'Info', warning: 'Warning' } as const;

const azure = (method: PlannedRequest['method'], path: string, body?: object): PlannedRequest => ({
  system: 'azure',
  method,
  path,
  apiVersion: machineLearning,
  ...given({ body }),
});

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

function assetsOf(input: PlanInput, now: WhatIsThere) {
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
  const code = `${workspacePath(workspace)}/codes/${service}-code/versions/${hashTree(source).slice(0, 16)}`;
  return { environment, code, scoringScript: inference.entryScript };
}

type Assets = ReturnType<typeof assetsOf>;

function assetSteps({ environment, code }: Assets, input: PlanInput, now: WhatIsThere): PlanStep[] {
  const steps: PlanStep[] = [];
  if (environment?.create && now.environmentExists !== true) {
    const { create, context } = environment;
    if (context)
      steps.push({
        kind: 'upload-context',
        why: `upload ${Object.keys(context.files).length} file(s) to build an image from, because an image and a conda file do not say it all`,
        request: { system: 'blob', method: 'PUT', path: context.uri },
        files: Object.entries(context.files).map(([path, text]) => ({ path, text })),
      });
    steps.push({
      kind: 'register-environment',
      why: `register environment ${create.name}:${create.version}, because its content is not registered yet`,
      request: azure('PUT', create.id, create.body),
    });
  }
  if (code !== undefined && now.codeExists !== true)
    steps.push({
      kind: 'upload-code',
      why: `upload ${input.source.length} code file(s), because this content is not there yet`,
      request: azure('PUT', code, { properties: { codeUri: '{blobUri}' } }),
      files: input.source,
    });
  return steps;
}

function deploymentBody(input: PlanInput, { environment, code, scoringScript }: Assets) {
  const { settings, origin } = input.deployment;
  const base = workspacePath(input.workspace);
  const [model, second] = input.models;
  if (model === undefined || second !== undefined)
    throw fail('TooManyModels', {
      models: input.models.map((one) => `${one.model}:${one.version}`).join(', '),
    });
  if (settings.computeTargetName === undefined)
    throw keyNotSupported(origin, 'computeTargetName', {
      reason: 'a batch deployment needs a cluster',
      instead: "Name the cluster as computeTargetName, or with '--compute-target'.",
    });
  const variables = { ...input.inference?.environmentVariables, ...settings.environmentVariables };
  const properties = {
    model: { referenceType: 'Id', assetId: model.id },
    compute: `${base}/computes/${settings.computeTargetName}`,
    ...given({
      description: input.inference?.description,
      environmentId: environment?.id,
      codeConfiguration: code === undefined ? undefined : { codeId: code, scoringScript },
      environmentVariables: Object.keys(variables).length > 0 ? variables : undefined,
    }),
    ...batchSettings(settings),
  };
  const content = hashValue({ properties, tags: settings.tags, modelCreatedAt: model.createdAt }).slice(
    0,
    16,
  );
  return { properties, content, name: settings.versionName ?? deploymentName(model.version, content) };
}

export function planBatch(input: PlanInput, now: WhatIsThere): TargetPlan {
  const { settings } = input.deployment;
  const endpoint = checkEndpointName(input.service);
  const assets = assetsOf(input, now);
  const { properties, content, name } = deploymentBody(input, assets);
  checkDeploymentName(name, { endpoint, onKubernetes: false });
  const held = [now.endpoint, now.deployment].find((one) => one !== undefined && !isSettled(one));
  if (held) {
    const { name: resource, provisioningState: state } = held;
    return {
      steps: [],
      waitFor: { state, why: `wait for '${resource}', because another operation has it in state ${state}` },
    };
  }
  const path = `${workspacePath(input.workspace)}/batchEndpoints/${endpoint}`;
  const { location } = now;
  // The service signs callers of batch endpoints in by Entra tokens only.
  const endpointBody = {
    location,
    identity: { type: 'SystemAssigned' },
    properties: { authMode: 'AADToken' },
  };
  const steps = assetSteps(assets, input, now);
  if (now.endpoint?.provisioningState !== 'Succeeded')
    steps.push({
      kind: 'create-endpoint',
      why: `create batch endpoint '${endpoint}', because there is none that works`,
      request: azure('PUT', path, endpointBody),
    });
  const there = now.deployment;
  if (there?.provisioningState !== 'Succeeded' || there.tags[contentTag] !== content)
    steps.push({
      kind: 'create-deployment',
      why: there
        ? `put deployment '${name}' again, because its content or state differs`
        : `create deployment '${name}', because there is none of this content`,
      request: azure('PUT', `${path}/deployments/${name}`, {
        location,
        tags: { ...settings.tags, ...input.lineage, [contentTag]: content },
        properties,
      }),
      ...(there && { replaces: `deployment '${name}' with content ${there.tags[contentTag] ?? 'unknown'}` }),
    });
  // The first one is the default, or a job without a name would find none.
  const isDefault = (settings.isDefault ?? true) || now.defaultDeployment === undefined;
  if (isDefault && now.defaultDeployment !== name)
    steps.push({
      kind: 'set-default',
      why: `let jobs of '${endpoint}' run '${name}', because they run ${now.defaultDeployment ?? 'nothing'} so far`,
      request: azure('PUT', path, {
        ...endpointBody,
        properties: { ...endpointBody.properties, defaults: { deploymentName: name } },
      }),
      ...given({ replaces: now.defaultDeployment && `default deployment '${now.defaultDeployment}'` }),
    });
  return { steps, deployment: name };
}
