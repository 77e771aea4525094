// Gives a mounted MLflow model what it came without: packages for its environment, and a scoring script.
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { OperationFailure } from '../../azure-ml/long-running.ts';
import { parseCondaFile } from '../conda-file.ts';
import type { MountedModel } from '../mounted-model.ts';
import { parseMlmodel, type SklearnModel } from './mlmodel.ts';
import { parseRequirements, servingPackages, type ModelPackages } from './model-packages.ts';

export interface PreparedModel extends ModelPackages {
  readonly model: SklearnModel;
}

const entryScript = 'score.py';

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function requirementsOf(root: string, { condaFile }: SklearnModel): Promise<readonly string[]> {
  const requirements = await textOf(join(root, 'requirements.txt'));
  if (requirements !== undefined) return parseRequirements(requirements);
  const conda = await textOf(join(root, condaFile));
  if (conda === undefined) throw new Error(`it has neither requirements.txt nor ${condaFile}`);
  return parseCondaFile(conda).pip;
}

/**
 * Reads the model's own account of itself.
 *
 * @throws OperationFailure that names the model and why it cannot be served
 */
export async function readMlflowModel(mounted: MountedModel): Promise<PreparedModel> {
  const { name, version, directory, folder } = mounted;
  try {
    const root = join(directory, folder);
    const text = await textOf(join(root, 'MLmodel'));
    if (text === undefined) throw new Error('there is no MLmodel file in its folder');
    const model = parseMlmodel(text);
    const packages = servingPackages(await requirementsOf(root, model), model.columns !== undefined);
    return { model, ...packages };
  } catch (error) {
    if (error instanceof OperationFailure) throw error;
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new OperationFailure(
      'BadArgument',
      `The MLflow model '${name}:${version}' cannot be served: ${reason}.`,
    );
  }
}

/** Writes the scoring script and what it has to know into `appRoot`; gives the script's name. */
export async function writeScript(
  { folder }: MountedModel,
  { model }: PreparedModel,
  appRoot: string,
): Promise<string> {
  const { file, loader, predictFunction, columns } = model;
  await mkdir(appRoot, { recursive: true });
  await copyFile(join(import.meta.dirname, 'score.py'), join(appRoot, entryScript));
  const served = { file: posix.join(folder, file), loader, predictFunction, columns };
  await writeFile(join(appRoot, 'served_model.json'), JSON.stringify(served));
  return entryScript;
}
