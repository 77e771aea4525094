// Gives a mounted MLflow model what it came without: packages for its environment, and a scoring script.
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationFailure } from '../../azure-ml/long-running.ts';
import { parseCondaFile } from '../conda-file.ts';
import type { MountedModel } from '../mounted-model.ts';
import { parseMlmodel, type PyfuncModel } from './mlmodel.ts';
import { parseRequirements, servingPackages, type ModelPackages } from './model-packages.ts';

/** The script of the endpoint's kind, and what it imports. */
const scripts = { online: 'mlflow_score_script.py', batch: 'mlflow_batch_script.py' } as const;
const loader = 'mlflow_model.py';

export type ScriptKind = keyof typeof scripts;

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function requirementsOf(root: string, { condaFile }: PyfuncModel): Promise<readonly string[]> {
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
export async function readMlflowModel({
  name,
  version,
  directory,
  folder,
}: MountedModel): Promise<ModelPackages> {
  try {
    const root = join(directory, folder);
    const text = await textOf(join(root, 'MLmodel'));
    if (text === undefined) throw new Error('there is no MLmodel file in its folder');
    const model = parseMlmodel(text);
    return servingPackages(await requirementsOf(root, model), model.mlflowVersion);
  } catch (error) {
    if (error instanceof OperationFailure) throw error;
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new OperationFailure(
      'BadArgument',
      `The MLflow model '${name}:${version}' cannot be served: ${reason}.`,
    );
  }
}

/** Puts the scoring script into `appRoot`; gives its name. */
export async function writeScript(kind: ScriptKind, appRoot: string): Promise<string> {
  await mkdir(appRoot, { recursive: true });
  for (const name of [scripts[kind], loader])
    await copyFile(join(import.meta.dirname, name), join(appRoot, name));
  return scripts[kind];
}
