// `azureml-release model deploy --file deployment.yml`: the files of `az ml` v2 in place of v1's, planned or carried out.
import { dashed } from '../../../src/core/command-line/flag.ts';
import type { Override } from '../../../src/core/config/overrides.ts';
import { setOverride } from '../../../src/core/config/v2/set-values.ts';
import { given } from '../../../src/core/given.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { labelledReferences } from '../../../src/core/plan/v2/labelled-references.ts';
import { planYamlFiles } from '../../../src/core/plan/v2/plan-files.ts';
import type { YamlPlanInput } from '../../../src/core/plan/v2/yaml-deployment.ts';
import { resolvePath } from '../../../src/core/relative-path.ts';
import type { Claim } from '../../../src/core/rollout/lease.ts';
import {
  deployFiles,
  planFilesNow,
  type DeployFilesRequest,
} from '../../../src/flows/deploy/files/deploy-files.ts';
import { readDeployFiles, type ReadDeployFiles } from '../../../src/flows/deploy/files/read-deploy-files.ts';
import { requireService } from '../../../src/flows/service/require-service.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import { flagWarnings } from './deploy-input.ts';
import { deployedJson, deployedText } from './deploy-report.ts';
import type { DeployLine } from './flags/deploy-flags.ts';
import { rolloutWords } from './flags/rollout-flags.ts';
import { planJson, planText } from './plan-report.ts';
import type { Session } from './session.ts';
import { invalidFor } from './verb.ts';

const invalid = invalidFor('deploy');

/** @param typed every flag of the command line, as it was typed */
function refuseOthers(typed: Readonly<Record<string, string | undefined>>, others: readonly string[]): void {
  const first = others.find((name) => typed[name] !== undefined);
  if (first === undefined) return;
  throw invalid(
    `${typed[first] ?? dashed(first)} belongs to the files of v1: with --file the file says it, or --set`,
  );
}

const overrideOf = (written: string): Override => {
  const override = setOverride(written);
  if (override) return override;
  throw invalid(`--set '${written}' is not of the form key=value`);
};

/** @throws CommandArgumentsInvalid for flags that go only with `--file`, or only without it */
export function requireOneGeneration({ values, typed: all }: DeployLine, v1: readonly string[]): void {
  const typed: Readonly<Record<string, string | undefined>> = all;
  if (values.file !== undefined) refuseOthers(typed, v1);
  else
    for (const name of ['endpoint-file', 'set', 'all-traffic'])
      if (typed[name] !== undefined) throw invalid(`${dashed(name)} goes only with --file`);
}

/** Everything that lies on this machine; nothing is called. */
function readFiles(line: DeployLine, files: ProjectFiles, base: string): Promise<ReadDeployFiles> {
  const { values } = line;
  const { file: deployment = '', 'rollout-file': rollout, 'test-request': testRequest } = values;
  const rolloutFile = rollout === undefined ? undefined : resolvePath(base, rollout);
  const paths = {
    ...{ deployment, overrides: values.set.map(overrideOf) },
    ...given({ endpoint: values['endpoint-file'], testRequest }),
  };
  return readDeployFiles(
    { ...paths, rollout: { given: rolloutWords(line), ...given({ rolloutFile }) } },
    files,
  );
}

/** A plan for a workspace that nobody has deployed to; names in braces stand for what nobody was asked. */
export async function planYamlOffline(
  line: DeployLine,
  { workspace, files, base }: Pick<Session, 'workspace' | 'files' | 'base'>,
): Promise<Plan> {
  const { content, wishes } = await readFiles(line, files, base);
  const labels = labelledReferences(content.files).map(({ written }) => [written, '{version}'] as const);
  const input: YamlPlanInput = {
    ...{ ...content, ...wishes, workspace, lineage: {}, allTraffic: line.values['all-traffic'] },
    ...{ service: content.files.deployment.value.endpoint_name, labels: Object.fromEntries(labels) },
  };
  return planYamlFiles(input, { location: '{location}' });
}

/** Plans against the workspace, and carries the plan out unless it is a dry run. */
export async function deployYaml(
  line: DeployLine,
  { workspace, files, base, ports, options }: Session,
  run: { readonly lineage: DeployFilesRequest['lineage']; readonly claim: Claim },
): Promise<string> {
  const { values } = line;
  const read = await readFiles(line, files, base);
  const { createFilesTargets } = await import('../../../src/wiring/files-targets.ts');
  const around = { ...ports, clock: options.clock, log: options.log, target: createFilesTargets(options) };
  const { json, overwrite, 'dry-run': isDry, 'all-traffic': allTraffic } = values;
  const wishes = { allTraffic, mayChangeInPlace: isDry || overwrite };
  const request = { workspace, read, wishes, lineage: run.lineage };
  for (const warning of flagWarnings(line)) if (!isDry) options.log.warning(warning);
  if (isDry) {
    const plan = await planFilesNow(request, around);
    const shown = { ...plan, warnings: [...plan.warnings, ...flagWarnings(line)] };
    return json ? planJson(shown) : planText(shown);
  }
  const report = await deployFiles({ ...request, claim: run.claim }, around);
  const target = await around.target(read.content.files.kind);
  const service = await requireService(target, { workspace, service: report.service.name });
  return json ? deployedJson(report, service) : deployedText(report, service);
}
