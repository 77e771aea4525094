// Reads what a deployment by files of `az ml` v2 needs from this machine: the files, what they name, the roll-out and its tests.
import { originOf } from '../../../core/config/origin.ts';
import { emptyDocument, withOverrides } from '../../../core/config/overrides.ts';
import { given } from '../../../core/given.ts';
import type { LocalContent, Wishes, YamlDeployment } from '../../../core/plan/v2/yaml-deployment.ts';
import { rolloutSettings } from '../../../core/rollout/settings.ts';
import type { ProjectFiles } from '../../../ports/project-files.ts';
import { readYamlFiles, type YamlPaths } from '../../plan/read-yaml-files.ts';
import { readTestRequest } from '../read-configs.ts';
import { readRollout, readSmokeTests, type RolloutSources } from '../rollout/read-rollout.ts';
import type { SmokeTest } from '../rollout/smoke-test.ts';

export interface DeployFilesPaths extends YamlPaths {
  /** Words beside the files, which have no place for them. */
  readonly rollout: RolloutSources;
  /** JSON file with the test request's body. */
  readonly testRequest?: string;
}

export interface ReadDeployFiles {
  readonly content: LocalContent & { readonly files: YamlDeployment };
  readonly wishes: Pick<Wishes, 'rollout' | 'rolloutOrigin'>;
  readonly smokeTests: readonly SmokeTest[];
  readonly testRequest?: string;
}

/** Where words of a roll-out come from that stand in no deployment config. */
const beside = 'The command line';

/** @throws what the readers of the files throw, before anything is called */
export async function readDeployFiles(
  { rollout: sources, testRequest: request, ...paths }: DeployFilesPaths,
  files: ProjectFiles,
): Promise<ReadDeployFiles> {
  const content = await readYamlFiles(paths, files);
  const { words, overrides, folder = '.' } = await readRollout(sources, files);
  const document = withOverrides(emptyDocument(sources.rolloutFile ?? beside), overrides);
  const wishes =
    overrides.length === 0
      ? {}
      : { rollout: rolloutSettings(words), rolloutOrigin: originOf(document, new Set()) };
  const smokeTests = await readSmokeTests(words.smokeTests ?? [], folder, files);
  return { content, wishes, smokeTests, ...given({ testRequest: await readTestRequest(files, request) }) };
}
