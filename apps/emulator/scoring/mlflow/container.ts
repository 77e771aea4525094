// Makes the container of an MLflow model that came without script and environment.
import { buildImage, curatedImage, type ImageBuild } from '../image-build.ts';
import type { MountedModel } from '../mounted-model.ts';
import { readMlflowModel, writeScript, type ScriptKind } from './prepare.ts';

export interface MlflowContainer {
  readonly virtualEnvironment: string;
  readonly appRoot: string;
  /** Relative to appRoot. */
  readonly entryScript: string;
  /** What tells the script where the model lies, by the name that Azure's image uses. */
  readonly variables: Readonly<Record<string, string>>;
}

/** @throws OperationFailure when the model is not one that is served here, or its packages cannot be installed */
export async function mlflowContainer(
  mounted: MountedModel,
  { kind, appRoot }: { readonly kind: ScriptKind; readonly appRoot: string },
  build: ImageBuild,
): Promise<MlflowContainer> {
  const { requirements, added } = await readMlflowModel(mounted).catch((error: unknown) => {
    build.log(`${error instanceof Error ? error.message : 'unknown reason'}\n`);
    throw error;
  });
  build.log(`Installed beside what the model names: ${added.join(', ')}\n`);
  const image = { ...curatedImage('mlflow', mounted), condaFile: undefined };
  const virtualEnvironment = await buildImage(image, build, requirements);
  const entryScript = await writeScript(kind, appRoot);
  return { virtualEnvironment, appRoot, entryScript, variables: { MLFLOW_MODEL_FOLDER: mounted.folder } };
}
