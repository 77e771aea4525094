// From the flags and files of `model deploy` to what a plan is made from.
import { deploymentConfigFrom } from '../../../src/core/config/deployment-config.ts';
import { inferenceConfigFrom } from '../../../src/core/config/inference-config.ts';
import { computeTypes, isComputeType, type Target } from '../../../src/core/config/target.ts';
import { withOverrides } from '../../../src/core/config/overrides.ts';
import { given } from '../../../src/core/given.ts';
import { pipelineTags } from '../../../src/core/lineage/pipeline-facts.ts';
import type { ModelVersion } from '../../../src/core/model/version.ts';
import type { PlanInput } from '../../../src/core/plan/plan.ts';
import { resolvePath } from '../../../src/core/relative-path.ts';
import type { Workspace } from '../../../src/core/workspace.ts';
import { readRollout, readSmokeTests } from '../../../src/flows/deploy/rollout/read-rollout.ts';
import type { SmokeTest } from '../../../src/flows/deploy/rollout/smoke-test.ts';
import { readPlanFiles } from '../../../src/flows/plan/read-plan-files.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { deployDocuments } from './deploy-documents.ts';
import type { DeployLine } from './flags/deploy-flags.ts';
import { rolloutWords } from './flags/rollout-flags.ts';
import { invalidFor } from './verb.ts';

const invalid = invalidFor('deploy');

/** `--cp` over a file's own `computeType` moves a deployment: its defaults stay those of the file. */
function targetOf({ values }: DeployLine): Target | undefined {
  const type = values['compute-type']?.toLowerCase();
  if (type === undefined) return undefined;
  if (isComputeType(type)) return computeTypes[type];
  throw invalid(`there is no deployment type '${type}', only ${Object.keys(computeTypes).join(', ')}`);
}

export interface DeployQuestion {
  readonly files: ProjectFiles;
  /** The project's folder. */
  readonly base: string;
  readonly workspace: Workspace;
  /** Says which release or run this is: a variable of the pipeline by its name. */
  readonly variable?: (name: string) => string | undefined;
  /** Finds what the references mean; asked after the files were read, so that a bad file costs no call. */
  readonly models: () => Promise<readonly ModelVersion[]>;
}

export interface DeployInput {
  readonly input: PlanInput;
  readonly smokeTests: readonly SmokeTest[];
}

/** @throws CommandArgumentsInvalid, and what the files' readers throw */
export async function deployInput(line: DeployLine, question: DeployQuestion): Promise<DeployInput> {
  const { name: service, property, tag } = line.values;
  if (service === undefined) throw invalid('--name (-n) is missing');
  const { files, base, workspace } = question;
  const documents = await deployDocuments(line, [...property, ...tag], files);
  const { 'rollout-file': file } = line.values;
  const rolloutFile = file === undefined ? undefined : resolvePath(base, file);
  const rollout = await readRollout({ given: rolloutWords(line), ...given({ rolloutFile }) }, files);
  const document = withOverrides(documents.deployment, rollout.overrides);
  const deployment = deploymentConfigFrom(document, targetOf(line));
  const inference = documents.inference && inferenceConfigFrom(documents.inference);
  const read = await readPlanFiles(inference, deployment, base, files);
  const tests = deployment.settings.rollout?.smokeTests ?? [];
  const smokeTests = await readSmokeTests(tests, rollout.folder ?? base, files);
  const input: PlanInput = {
    ...{ service, workspace, models: await question.models(), deployment },
    lineage: pipelineTags(question.variable ?? (() => undefined)),
    ...read,
    // The real ones are made when the plan is applied; a plan shows none.
    newKeys: { primaryKey: 'made-when-applied', secondaryKey: 'made-when-applied' },
  };
  return { input, smokeTests };
}

/** What v1's flags meant and can not mean today. */
export function flagWarnings({ values, typed }: DeployLine): readonly string[] {
  return [
    ...(values.property.length > 0
      ? [
          `${typed.property ?? '--property'} is kept as tags: a deployment has no fixed properties, so whoever may write tags may change them.`,
        ]
      : []),
    ...(values['no-wait']
      ? [
          'with --no-wait the command still waits: traffic moves only to a deployment that has answered. Run it in a job of its own to go on meanwhile.',
        ]
      : []),
  ];
}
