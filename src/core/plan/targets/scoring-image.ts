// An image of our own for targets that Azure Machine Learning does not build for: environment, code and models in one.
import type { DefinedEnvironment } from '../../config/environment-source.ts';
import { keyNotSupported } from '../../config/origin.ts';
import { hashValue } from '../../deploy/content-hash.ts';
import { condaTextOf } from '../../deploy/environment-body.ts';
import { appRoot, dockerfileText, modelRoot, pythonPath, startCommand } from '../../deploy/dockerfile.ts';
import { fail } from '../../errors/catalogue.ts';
import { modelTags } from '../../lineage/model-tags.ts';
import { machineLearning } from '../api-versions.ts';
import type { PlannedFile } from '../../deploy/desired-assets.ts';
import type { PlanInput, PlanStep, WhatIsThere } from '../plan.ts';
import { telemetryVariables } from '../telemetry.ts';

export interface ScoringImage {
  /** Hash of everything in it, 16 hex digits: the tag. */
  readonly tag: string;
  readonly files: readonly PlannedFile[];
  /** Variables that the container is started with. */
  readonly variables: Readonly<Record<string, string>>;
  /** Further ones, for the container's eyes only. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The inference server listens there. */
export const scoringPort = 5001;

const folder = 'code';
const slash = (script: string) => script.lastIndexOf('/');

export function definedBy({ inference }: PlanInput, now: WhatIsThere): DefinedEnvironment {
  const environment = inference?.environment;
  if (environment === undefined) throw fail('InputMissing', { input: 'inference config' });
  if (environment.kind === 'defined') return environment;
  const image = now.environment?.image;
  if (image !== undefined) return { kind: 'defined', image };
  throw keyNotSupported(inference?.origin ?? { file: '', keys: {} }, 'environment.name', {
    reason: 'a registered environment without an image of its own gives no image to build on',
    instead: 'Define the environment in the file, with baseImage and a conda file.',
  });
}

/** Variables of the scoring contract, and the user's own over them. */
export function scoringVariables(input: PlanInput, hasConda: boolean): Record<string, string> {
  const { inference, deployment, models } = input;
  const { settings } = deployment;
  const script = inference?.entryScript ?? '';
  const below = slash(script) < 0 ? '' : `/${script.slice(0, slash(script))}`;
  const [model, second] = models;
  const one = second === undefined && model ? `/${model.model}/${model.version}` : '';
  const workers = settings.maxConcurrentRequestsPerContainer ?? 1;
  const all: Record<string, string> = {
    AML_APP_ROOT: `${appRoot}/${folder}${below}`,
    AZUREML_ENTRY_SCRIPT: script.slice(slash(script) + 1),
    AZUREML_MODEL_DIR: settings.modelMountPath ?? `${modelRoot}${one}`,
    ...(hasConda && { AZUREML_INFERENCE_PYTHON_PATH: pythonPath }),
    ...(workers > 1 && { WORKER_COUNT: String(workers) }),
    ...(settings.scoringTimeoutMs !== undefined && { SCORING_TIMEOUT_MS: String(settings.scoringTimeoutMs) }),
    ...(settings.appInsightsEnabled && { AML_APP_INSIGHTS_ENABLED: 'true' }),
    ...(settings.dataCollection?.storageEnabled && { AML_MODEL_DC_STORAGE_ENABLED: 'true' }),
    ...inference?.environmentVariables,
    ...settings.environmentVariables,
  };
  // They become a list, and the order of a file's keys means nothing.
  return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The environment alone: code and models are mounted when the container starts, as the local endpoints of az ml do it.
 */
export function environmentImage(input: PlanInput, now: WhatIsThere): ScoringImage {
  const environment = definedBy(input, now);
  const conda = condaTextOf(environment, input.texts);
  const Dockerfile = [
    dockerfileText(environment, input.texts, conda !== undefined).trimEnd(),
    `EXPOSE ${scoringPort}`,
    `CMD ${JSON.stringify(startCommand(conda !== undefined))}`,
    '',
  ].join('\n');
  const files: readonly PlannedFile[] = [
    { path: 'Dockerfile', text: Dockerfile },
    ...(conda === undefined ? [] : [{ path: 'conda.yml', text: conda }]),
  ];
  return {
    tag: hashValue(files).slice(0, 16),
    files,
    variables: scoringVariables(input, conda !== undefined),
    secrets: telemetryVariables(input, now),
  };
}

/** A mount path is the model's own, when there is one model. */
function onlyFolder({ models }: PlanInput): string {
  const [model, second] = models;
  return second === undefined && model ? `models/${model.model}/${model.version}/` : 'models/';
}

/** What of a file gets into the image: where it lies on this machine is no part of it. */
const contentOf = (file: PlannedFile): object =>
  'text' in file ? { path: file.path, text: file.text } : { path: file.path, sha256: file.sha256 };

/** Which models an image holds is part of its content; which release made it first is not. */
const labelLines = ({ models, workspace }: PlanInput): readonly string[] =>
  Object.entries(modelTags(models, workspace)).map(
    ([name, value]) => `LABEL ${name}="${value.replaceAll(/["\\$]/g, '\\$&')}"`,
  );

export function scoringImage(input: PlanInput, now: WhatIsThere): ScoringImage {
  const environment = definedBy(input, now);
  const conda = condaTextOf(environment, input.texts);
  const mount = input.deployment.settings.modelMountPath;
  const copied = mount === undefined ? `models/ ${modelRoot}/` : `${onlyFolder(input)} ${mount}/`;
  const command = JSON.stringify(startCommand(conda !== undefined));
  const Dockerfile = [
    dockerfileText(environment, input.texts, conda !== undefined).trimEnd(),
    `COPY ${copied}`,
    `COPY ${folder}/ ${appRoot}/${folder}/`,
    ...labelLines(input),
    `EXPOSE ${scoringPort}`,
    `CMD ${command}`,
    '',
  ].join('\n');
  const files: PlannedFile[] = [
    { path: 'Dockerfile', text: Dockerfile },
    ...(conda === undefined ? [] : [{ path: 'conda.yml', text: conda }]),
    ...input.source.map((file) => ({ ...file, path: `${folder}/${file.path}` })),
  ];
  const models = input.models.map(({ id, createdAt }) => ({ id, createdAt }));
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return {
    tag: hashValue({ files: sorted.map(contentOf), models }).slice(0, 16),
    files: sorted,
    variables: scoringVariables(input, conda !== undefined),
    secrets: telemetryVariables(input, now),
  };
}

/** The models' files go into the build context, below `models/<name>/<version>`. */
export const fetchModels = ({ models }: PlanInput): readonly PlanStep[] =>
  models.map(({ model, version, id }) => ({
    kind: 'download-model',
    why: `download ${model}:${version} to models/${model}/${version}, because the image holds it`,
    request: { system: 'azure', method: 'GET', path: id, apiVersion: machineLearning },
  }));
