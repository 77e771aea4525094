// `azureml-release model deploy`: v1's flags and files, planned against what is there, shown or carried out.
import { randomUUID } from 'node:crypto';
import { given } from '../../../src/core/given.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { Claim } from '../../../src/core/rollout/lease.ts';
import { runClaim } from '../../../src/core/rollout/run-claim.ts';
import { agentVariable, pipelineTags } from '../../../src/core/lineage/pipeline-facts.ts';
import { deployResolved } from '../../../src/flows/deploy/deploy-model.ts';
import type { DeployTarget } from '../../../src/flows/deploy/deploy-target.ts';
import { planningFromConfigs, planNow } from '../../../src/flows/deploy/plan-now.ts';
import { readTestRequest } from '../../../src/flows/deploy/read-configs.ts';
import { requireService } from '../../../src/flows/service/require-service.ts';
import { findModel } from '../../../src/flows/models/find-model.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';
import { cancellable, type Cancellable } from './cancellable.ts';
import { deployInput, flagWarnings, type DeployInput } from './deploy-input.ts';
import { modelReferences } from './deploy-models.ts';
import { planOffline } from './deploy-offline.ts';
import { deployedJson, deployedText } from './deploy-report.ts';
import { deployYaml, requireOneGeneration } from './deploy-yaml.ts';
import { deployFlags, v1Flags, type DeployLine } from './flags/deploy-flags.ts';
import { planJson, planText } from './plan-report.ts';
import { openSession, type Session } from './session.ts';
import { defineVerb, invalidFor } from './verb.ts';

const invalid = invalidFor('deploy');

/** A variable of the pipeline that runs this program, if one does. */
const variableOf =
  ({ environment }: ProgramOptions) =>
  (name: string): string | undefined =>
    environment[agentVariable(name)];

/** Who wants to change the service, for others that want it at once. */
const claimOf = (program: ProgramOptions, { values }: DeployLine): Claim =>
  runClaim({
    ...{ variable: variableOf(program), uniqueId: randomUUID(), now: program.clock.now() },
    takesOver: values['take-over'],
  });

interface Aimed extends DeployInput {
  readonly target: DeployTarget;
}

/** Everything on this machine is read and checked first, then the models are looked up. */
async function aim(program: ProgramOptions, line: DeployLine, session: Session): Promise<Aimed> {
  const { workspace, files, base, ports, options } = session;
  const models = async () => {
    const references = await modelReferences(line.values, files);
    return Promise.all(
      references.map(async (reference) => (await findModel(reference, workspace, ports)).model),
    );
  };
  const variable = variableOf(program);
  const read = await deployInput(line, { files, base, workspace, models, variable });
  const { createTargets } = await import('../../../src/wiring/deploy-targets.ts');
  return { ...read, target: await createTargets(options)(read.input.deployment.target) };
}

/** What a plan does not say by itself: without `--overwrite` it would be refused. */
function overwriteWarning({ steps }: Plan, { values }: DeployLine): readonly string[] {
  const replaced = steps.find(({ replaces }) => replaces !== undefined)?.replaces;
  if (replaced === undefined || values.overwrite) return [];
  return [`this replaces ${replaced}, which is refused without --overwrite.`];
}

export async function dryRun(
  program: ProgramOptions,
  line: DeployLine,
  session: Session,
): Promise<ExitStatus> {
  const { input, target } = await aim(program, line, session);
  const { plan } = await planNow(input, planningFromConfigs(target));
  const warnings = [...plan.warnings, ...flagWarnings(line), ...overwriteWarning(plan, line)];
  const shown = { ...plan, warnings };
  program.writeOut(line.values.json ? planJson(shown) : planText(shown));
  return 0;
}

/** @throws ServiceNotFound when there is nothing to update, before anything is made */
export async function requireUpdatable(line: DeployLine, session: Session): Promise<void> {
  const { workspace, files, base, options } = session;
  const models = () => Promise.resolve([]);
  const { input } = await deployInput(line, { files, base, workspace, models });
  const { service, deployment } = input;
  const { createTargets } = await import('../../../src/wiring/deploy-targets.ts');
  const target = await createTargets(options)(deployment.target);
  await requireService(target, { workspace, service });
}

/** Plans, shows each step, and carries it out. @param overwrite false: refuse to replace anything */
export async function carryDeployment(
  program: Cancellable,
  line: DeployLine,
  session: Session,
  overwrite: boolean,
): Promise<ExitStatus> {
  const { log, files, options } = session;
  const { 'test-request': path, json } = line.values;
  const testRequest = await readTestRequest(files, path);
  const { newKeys } = await import('../../../src/adapters/local/new-keys.ts');
  const { input, target, smokeTests } = await aim(program, line, session);
  for (const warning of flagWarnings(line)) log.warning(warning);
  const report = await deployResolved(
    { ...input, newKeys: newKeys() },
    {
      ...{ overwrite, smokeTests },
      claim: claimOf(program, line),
      ...given({ testRequest }),
      checkpoint: program.checkpoint,
    },
    { target: () => Promise.resolve(target), log, clock: options.clock },
  );
  const { service: name, workspace } = input;
  const state = await requireService(target, {
    ...{ service: name, workspace },
    ...given({ iotHub: input.deployment.settings.iotHub }),
  });
  program.writeOut(json ? deployedJson(report, state) : deployedText(report, state));
  return 0;
}

async function runDeploy(program: Cancellable, line: DeployLine): Promise<ExitStatus> {
  const { values } = line;
  requireOneGeneration(line, v1Flags);
  if (values.file === undefined && values.name === undefined) throw invalid('--name (-n) is missing');
  if (values.offline) {
    if (!values['dry-run']) throw invalid('--offline calls nobody, so it goes only with --dry-run');
    const plan = await planOffline(program, line);
    const shown = { ...plan, warnings: [...plan.warnings, ...flagWarnings(line)] };
    program.writeOut(values.json ? planJson(shown) : planText(shown));
    return 0;
  }
  const session = await openSession(program, 'deploy', { ...values, v: values.v || !values['dry-run'] });
  if (values.file !== undefined) {
    const variable = variableOf(program);
    const claim = claimOf(program, line);
    program.writeOut(await deployYaml(line, session, { lineage: pipelineTags(variable), claim }));
    return 0;
  }
  return values['dry-run']
    ? dryRun(program, line, session)
    : carryDeployment(program, line, session, values.overwrite);
}

export const deploy = defineVerb({
  name: 'deploy',
  summary: 'deploy a model with the files of v1 or of az ml v2, or show what that would do',
  example: 'model deploy -n NAME -m MODEL -g RG -w WS --ic FILE --dc FILE [--dry-run [--offline]] [FLAGS]',
  flags: deployFlags,
  run: (program, line) => cancellable(program, (mine) => runDeploy(mine, line)),
});
