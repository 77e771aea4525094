// Inputs of plans for the tests: a model, both files as texts, and a workspace where nothing is yet.
import { stringify } from 'yaml';
import { parseDeploymentConfig } from '../../../../../src/core/config/deployment-config.ts';
import { parseInferenceConfig } from '../../../../../src/core/config/inference-config.ts';
import type { Target } from '../../../../../src/core/config/target.ts';
import type { ModelVersion } from '../../../../../src/core/model/version.ts';
import { makePlan } from '../../../../../src/core/plan/make-plan.ts';
import type { Plan, PlanInput, PlanTexts, WhatIsThere } from '../../../../../src/core/plan/plan.ts';

export const workspace = {
  subscriptionId: '0b1f6471-1bf0-4dda-aec3-cb9272f09590',
  resourceGroup: 'ml',
  name: 'prod',
};
const base = `/subscriptions/${workspace.subscriptionId}/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/prod`;

export const model = (name = 'fraud', version = '7'): ModelVersion => ({
  model: name,
  version,
  id: `${base}/models/${name}/versions/${version}`,
  createdAt: '2026-11-20T10:00:00Z',
  uri: `azureml://datastores/workspaceblobstore/paths/${name}/${version}`,
  isArchived: false,
  tags: {},
  properties: {},
});

export const nothingThere: WhatIsThere = {
  location: 'westeurope',
  contextStore: 'https://example.blob.core.windows.net/azureml',
  registry: {
    id: `/subscriptions/${workspace.subscriptionId}/resourceGroups/ml/providers/Microsoft.ContainerRegistry/registries/example`,
    server: 'example.azurecr.io',
  },
};

export const conda = 'dependencies: [python=3.11, { pip: [azureml-inference-server-http] }]\n';

export type File = Readonly<Record<string, unknown>>;

/** What each target can not do without. */
export const smallest: Readonly<Record<Target, File>> = {
  local: { computeType: 'local' },
  aci: { computeType: 'aci' },
  kubernetes: { computeType: 'kubernetes', computeTargetName: 'k8s' },
  managed: { computeType: 'managed' },
  batch: { computeType: 'batch', computeTargetName: 'cpu-cluster' },
  iotedge: { computeType: 'iotedge', iotHub: 'hub.azure-devices.net', deviceId: 'device-1' },
};

export const inferenceFile: File = { entryScript: 'score.py', condaFile: 'conda.yml' };

export interface Files {
  readonly inference?: File;
  readonly deployment: File;
  readonly texts?: PlanTexts;
  readonly models?: readonly ModelVersion[];
  readonly target?: Target;
}

/** What the files say, and the content of the files that they name. */
export function planInput(files: Files): PlanInput {
  const inference = parseInferenceConfig(stringify(files.inference ?? inferenceFile), 'inferenceconfig.yml');
  const { environment } = inference;
  const defined = environment.kind === 'defined' ? environment : undefined;
  const dockerfile = defined?.dockerfile;
  const deployment = parseDeploymentConfig(stringify(files.deployment), 'deploymentconfig.yml', files.target);
  const { sslCertificate, sslKey } = deployment.settings;
  return {
    service: 'fraud',
    workspace,
    models: files.models ?? [model()],
    inference,
    deployment,
    texts: files.texts ?? {
      ...(defined?.condaFile !== undefined && { condaText: conda }),
      ...(dockerfile && {
        dockerfileText: 'text' in dockerfile ? dockerfile.text : `FROM ${dockerfile.path}`,
      }),
      ...(defined?.extraDockerfileSteps !== undefined && { extraStepsText: 'RUN true\n' }),
      ...(sslCertificate !== undefined && { certificateText: `content of ${sslCertificate}` }),
      ...(sslKey !== undefined && { certificateKeyText: `content of ${sslKey}` }),
    },
    source: [
      { path: inference.entryScript, size: 3, sha256: 'aa' },
      ...(inference.sourceDirectory === undefined ? [] : [{ path: 'helper.py', size: 3, sha256: 'bb' }]),
    ],
    lineage: { 'azureml-release.release': 'Release-12' },
    newKeys: { primaryKey: 'primary-key-of-the-tests', secondaryKey: 'secondary-key-of-the-tests' },
  };
}

/** A workspace has the registered environment that was asked for. */
function resolved({ inference }: PlanInput, now: WhatIsThere): WhatIsThere {
  const environment = inference?.environment;
  if (environment?.kind !== 'registered') return now;
  const { name, version } = environment;
  const id = `${base}/environments/${name}/versions/${version}`;
  return { ...now, environment: { id, image: `example.azurecr.io/${name}:${version}` } };
}

export function planOf(files: Files, now: WhatIsThere = nothingThere): Plan {
  const input = planInput(files);
  return makePlan(input, resolved(input, now));
}
