// Makes what the driver of a batch job runs: the user's script in its environment, or the one that MLflow models come with.
import { join, posix } from 'node:path';
import type { BatchScoring } from '../../azure-ml/batch/batch-host.ts';
import { OperationFailure } from '../../azure-ml/long-running.ts';
import { parseCondaFile } from '../conda-file.ts';
import { buildingImage, type ImageBuild } from '../image-build.ts';
import { mlflowContainer } from '../mlflow/container.ts';
import type { MountedModel } from '../mounted-model.ts';

export interface PreparedScript {
  readonly virtualEnvironment: string;
  /** Absolute. */
  readonly script: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Whether it gets only what lies in the input folder itself. */
  readonly isFlat: boolean;
}

/** What every environment of a batch deployment must bring; the driver here stands in for it. */
const runner = /^azureml-(core|defaults|dataset-runtime)\b/i;

/**
 * Builds the environment without what the driver stands in for, and without what only conda installs.
 *
 * @param app where the code will lie
 */
export async function prepareScript(
  { code, environment }: Extract<BatchScoring, { readonly kind: 'script' }>,
  app: string,
  { environments, log, signal }: ImageBuild,
): Promise<PreparedScript> {
  const { pip, notInstalled } = parseCondaFile(environment.condaFile ?? '');
  const isRunner = (requirement: string) => runner.test(requirement.trim());
  if (!pip.some(isRunner))
    throw new OperationFailure(
      'UserError',
      "No module named 'azureml'. The environment of a batch deployment needs the packages azureml-core and azureml-dataset-runtime[fuse].",
    );
  const requirements = pip.filter((requirement) => !isRunner(requirement));
  const virtualEnvironment = await buildingImage(environment, log, () => {
    if (notInstalled.length > 0)
      log(`Not installed, because there is no conda: ${notInstalled.join(', ')}\n`);
    log(`Not installed, the emulator stands in for it: ${pip.filter(isRunner).join(', ')}\n`);
    return environments.build('', requirements, log, signal);
  });
  const script = join(app, posix.basename(code.location.path), code.scoringScript);
  return { virtualEnvironment, script, variables: {}, isFlat: false };
}

/** Nested folders are not looked into, as Azure's page says of MLflow models. */
export async function prepareMlflow(
  model: MountedModel,
  app: string,
  build: ImageBuild,
): Promise<PreparedScript> {
  const { entryScript, ...container } = await mlflowContainer(model, { kind: 'batch', appRoot: app }, build);
  return { ...container, script: join(app, entryScript), isFlat: true };
}
