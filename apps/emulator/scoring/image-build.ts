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

/** The environment that Azure makes for an MLflow model has no name in the workspace: it goes by the model's. */
export const mlflowImage = ({ name, version }: Pick<ServedModel, 'name' | 'version'>): BuiltImage => ({
  id: `${name}:${version}`,
  image: 'the curated image for MLflow models',
});

export const imageOf = (serving: DeploymentSpec['serving']): BuiltImage =>
  serving.kind === 'script' ? serving.environment : mlflowImage(serving.model);

/**
 * @param requirements what is installed besides the pip part of the conda file
 * @returns the directory of the virtual environment
 * @throws OperationFailure ImageBuildFailure with the reason
 */
export async function buildImage(
  { id, image, condaFile }: ServedEnvironment,
  { environments, log, signal }: ImageBuild,
  requirements: readonly string[] = [],
): Promise<string> {
  try {
    log(`Image build of environment ${id} from ${image}\n`);
    return await environments.build(condaFile ?? '', requirements, log, signal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    log(`Image build failed: ${reason}\n`);
    throw new OperationFailure(
      'ImageBuildFailure',
      `Image build of environment '${id}' failed: ${reason}. Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-imagebuildfailure`,
    );
  }
}
