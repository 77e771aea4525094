// Builds a deployment's environment, and fails as the service does when that does not work.
import { OperationFailure } from '../azure-ml/long-running.ts';
import type { DeploymentSpec, ServedEnvironment, ServedModel } from '../azure-ml/online/scoring-host.ts';
import type { PythonEnvironments } from './python-environments.ts';

export interface ImageBuild {
  readonly environments: Pick<PythonEnvironments, 'build'>;
  /** The build log. */
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}

type BuiltImage = Pick<ServedEnvironment, 'id' | 'image'>;

const curated = {
  mlflow: 'the curated image for MLflow models',
  triton: 'the curated image of Triton',
} as const;

/** The environment that Azure makes for a model without one has no name in the workspace: it goes by the model's. */
export const curatedImage = (
  kind: keyof typeof curated,
  { name, version }: Pick<ServedModel, 'name' | 'version'>,
): BuiltImage => ({ id: `${name}:${version}`, image: curated[kind] });

export const imageOf = (serving: DeploymentSpec['serving']): BuiltImage =>
  serving.kind === 'script' ? serving.environment : curatedImage(serving.kind, serving.model);

/** @throws OperationFailure ImageBuildFailure with the reason for which `work`, the build of `image`, failed */
export async function buildingImage<T>(
  { id, image }: BuiltImage,
  log: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  try {
    log(`Image build of environment ${id} from ${image}\n`);
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    log(`Image build failed: ${reason}\n`);
    throw new OperationFailure(
      'ImageBuildFailure',
      `Image build of environment '${id}' failed: ${reason}. Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-imagebuildfailure`,
    );
  }
}

/**
 * @param requirements what is installed besides the pip part of the conda file
 * @returns the directory of the virtual environment
 * @throws OperationFailure ImageBuildFailure with the reason
 */
export const buildImage = (
  image: ServedEnvironment,
  { environments, log, signal }: ImageBuild,
  requirements: readonly string[] = [],
): Promise<string> =>
  buildingImage(image, log, () => environments.build(image.condaFile ?? '', requirements, log, signal));
