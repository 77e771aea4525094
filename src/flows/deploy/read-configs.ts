// Reads and checks everything that lies on this machine, before anything is called.
import { dirname } from 'node:path/posix';
import { checkEntryScript } from '../../core/config/entry-script.ts';
import { parseDeploymentConfig } from '../../core/config/deployment-config.ts';
import { parseInferenceConfig, type InferenceConfig } from '../../core/config/inference-config.ts';
import { checkEndpointName } from '../../core/deploy/names.ts';
import { onlineSettings, type OnlineSettings } from '../../core/deploy/online-settings.ts';
import { sourceLayout } from '../../core/deploy/source-layout.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import { treatKeys } from '../../core/plan/treat-keys.ts';
import { appliable, requireAppliable } from './require-appliable.ts';
import type { LocalSourceFile, ProjectFiles } from '../../ports/project-files.ts';

export interface ConfigPaths {
  readonly endpoint: string;
  readonly inferenceConfig: string;
  readonly deploymentConfig: string;
  /** Folder that relative paths of the inference config start from; default: the file's own folder. */
  readonly workingFolder?: string;
  /** JSON file with the test request's body. */
  readonly testRequest?: string;
}

export interface LocalInputs {
  readonly inference: InferenceConfig;
  readonly config: OnlineSettings;
  /** What the files ask for and the service takes only in part, in sentences. */
  readonly warnings: readonly string[];
  readonly source: readonly LocalSourceFile[];
  readonly condaText?: string;
  readonly testRequest?: string;
}

async function readTestRequest(files: ProjectFiles, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await files.readText(path, 'test request');
  try {
    JSON.parse(text);
  } catch (error) {
    throw fail('FileUnreadable', { what: 'test request', path, reason: 'it is not JSON' }, error);
  }
  return text;
}

/**
 * Reads inference config, deployment config, source tree, conda file and test request.
 *
 * @throws FileNotFound, FileUnreadable, NameInvalid, EntryScriptInvalid, and whatever the two parsers throw
 */
export async function readConfigs(paths: ConfigPaths, files: ProjectFiles): Promise<LocalInputs> {
  checkEndpointName(paths.endpoint);
  const inferenceText = await files.readText(paths.inferenceConfig, 'inference config');
  const { inference: parsed, warnings: partly } = appliable(
    parseInferenceConfig(inferenceText, paths.inferenceConfig),
  );
  const deploymentText = await files.readText(paths.deploymentConfig, 'deployment config');
  const deployment = parseDeploymentConfig(deploymentText, paths.deploymentConfig);
  requireAppliable(parsed, deployment);
  const warnings = [...partly, ...treatKeys(parsed, deployment)];
  const base = paths.workingFolder ?? dirname(paths.inferenceConfig.replaceAll('\\', '/'));
  const layout = sourceLayout(parsed, base);
  const script = `${layout.root}/${layout.entryScript}`;
  checkEntryScript(script, await files.readText(script, 'entry script'));
  const condaText =
    layout.condaFile === undefined ? undefined : await files.readText(layout.condaFile, 'conda file');
  return {
    inference: { ...parsed, entryScript: layout.entryScript },
    config: onlineSettings(deployment),
    warnings,
    source: await files.listTree(layout.root),
    ...given({ condaText, testRequest: await readTestRequest(files, paths.testRequest) }),
  };
}
