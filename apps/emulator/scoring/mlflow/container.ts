// Makes the container of an MLflow model that came without script and environment.
import { buildImage, curatedImage, type ImageBuild } from '../image-build.ts';
import type { MountedModel } from '../mounted-model.ts';
import { readMlflowModel, writeScript } from './prepare.ts';

export interface MlflowContainer {
  readonly virtualEnvironment: string;
  readonly appRoot: string;
  readonly entryScript: string;
}

/** @throws OperationFailure when the model is not one that is served here, or its packages cannot be installed */
export async function mlflowContainer(
  mounted: MountedModel,
  appRoot: string,
  build: ImageBuild,
): Promise<MlflowContainer> {
  const prepared = await readMlflowModel(mounted).catch((error: unknown) => {
    build.log(`${error instanceof Error ? error.message : 'unknown reason'}\n`);
    throw error;
  });
  const { requirements, leftOut } = prepared;
  if (leftOut.length > 0)
    build.log(`Not installed, because the emulator loads the model without it: ${leftOut.join(', ')}\n`);
  const image = { ...curatedImage('mlflow', mounted), condaFile: undefined };
  const virtualEnvironment = await buildImage(image, build, requirements);
  return { virtualEnvironment, appRoot, entryScript: await writeScript(mounted, prepared, appRoot) };
}
