// Reads and checks everything that lies on this machine, before anything is called.
import { dirname } from 'node:path/posix';
import { deploymentConfigFrom, type DeploymentConfig } from '../../core/config/deployment-config.ts';
import { deploymentTextKeys } from '../../core/config/deployment-schema.ts';
import { readDocument } from '../../core/config/document.ts';
import { withOverrides, type Override } from '../../core/config/overrides.ts';
import type { Target } from '../../core/config/target.ts';
import { parseInferenceConfig } from '../../core/config/inference-config.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { PlanInput } from '../../core/plan/plan.ts';
import type { ProjectFiles } from '../../ports/project-files.ts';
import { readRollout, readSmokeTests } from './rollout/read-rollout.ts';
import type { SmokeTest } from './rollout/smoke-test.ts';
import { readPlanFiles } from '../plan/read-plan-files.ts';

export interface ConfigPaths {
  /** Absent for models that bring their own server (MLflow, Triton). */
  readonly inferenceConfig?: string;
  readonly deploymentConfig: string;
  /** Folder that relative paths of the configs start from; default: the file's own folder. */
  readonly workingFolder?: string;
  /** Where it goes instead of where the deployment config says. */
  readonly target?: Target;
  /** Attached Kubernetes compute, over the config's `computeTargetName`; of no meaning to other targets. */
  readonly cluster?: string;
  /** YAML file with the roll-out; wins over the deployment config. */
  readonly rolloutFile?: string;
  /** Words of the roll-out by name, as a task or flags give them; win over the files. */
  readonly rolloutInputs?: Readonly<Record<string, string>>;
  /** JSON file with the test request's body. */
  readonly testRequest?: string;
}

export type LocalInputs = Pick<PlanInput, 'inference' | 'deployment' | 'texts' | 'source'> & {
  readonly testRequest?: string;
  readonly smokeTests: readonly SmokeTest[];
};

/** @throws FileNotFound, FileUnreadable */
export async function readTestRequest(
  files: ProjectFiles,
  path: string | undefined,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await files.readText(path, 'test request');
  try {
    JSON.parse(text);
  } catch (error) {
    throw fail('FileUnreadable', { what: 'test request', path, reason: 'it is not JSON' }, error);
  }
  return text;
}

async function readDeployment(
  paths: ConfigPaths,
  rollout: readonly Override[],
  files: ProjectFiles,
): Promise<DeploymentConfig> {
  const { deploymentConfig: path, target, cluster } = paths;
  const text = await files.readText(path, 'deployment config');
  const document = withOverrides(readDocument(text, path, { textKeys: deploymentTextKeys }), rollout);
  const config = deploymentConfigFrom(document, target);
  if (cluster === undefined || config.target !== 'kubernetes') return config;
  const named = { key: 'computeTargetName', value: cluster, flag: 'aksCluster' };
  return deploymentConfigFrom(withOverrides(document, [named]), target);
}

/**
 * Reads inference config, deployment config, the files that they name, source tree and test request.
 *
 * @throws FileNotFound, FileUnreadable, EntryScriptInvalid, and whatever the two parsers throw
 */
export async function readConfigs(paths: ConfigPaths, files: ProjectFiles): Promise<LocalInputs> {
  const { inferenceConfig, deploymentConfig } = paths;
  const inference =
    inferenceConfig === undefined
      ? undefined
      : parseInferenceConfig(await files.readText(inferenceConfig, 'inference config'), inferenceConfig);
  const { rolloutInputs: texts = {} } = paths;
  const words = { texts, place: (name: string) => `input '${name}'` };
  const rollout = await readRollout({ given: words, ...given({ rolloutFile: paths.rolloutFile }) }, files);
  const deployment = await readDeployment(paths, rollout.overrides, files);
  const base = paths.workingFolder ?? dirname((inferenceConfig ?? deploymentConfig).replaceAll('\\', '/'));
  const read = await readPlanFiles(inference, deployment, base, files);
  const tests = deployment.settings.rollout?.smokeTests ?? [];
  const smokeTests = await readSmokeTests(tests, rollout.folder ?? base, files);
  const testRequest = await readTestRequest(files, paths.testRequest);
  return { deployment, ...read, smokeTests, ...given({ testRequest }) };
}
