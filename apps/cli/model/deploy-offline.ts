// A plan for a workspace that nobody is asked about.
import { makePlan } from '../../../src/core/plan/make-plan.ts';
import type { Plan, PlanInput, WhatIsThere } from '../../../src/core/plan/plan.ts';
import type { ProgramOptions } from '../host.ts';
import { deployInput } from './deploy-input.ts';
import { modelOffline, modelReferences } from './deploy-models.ts';
import { projectFolder } from './session.ts';
import { planYamlOffline } from './deploy-yaml.ts';
import type { DeployLine } from './flags/deploy-flags.ts';
import { workspaceOf } from './workspace.ts';

/** A workspace that nobody has deployed to; names in braces stand for what nobody was asked. */
function nothingThere({ inference, workspace }: PlanInput): WhatIsThere {
  const group = `/subscriptions/${workspace.subscriptionId}/resourceGroups/${workspace.resourceGroup}`;
  const environment = inference?.environment;
  const registered = environment?.kind === 'registered' ? environment : undefined;
  return {
    location: '{location}',
    registry: {
      id: `${group}/providers/Microsoft.ContainerRegistry/registries/{registry}`,
      server: '{registry}.azurecr.io',
    },
    telemetry: { instrumentationKey: '{instrumentationKey}', connectionString: '{connectionString}' },
    ...(registered && {
      environment: {
        id: `azureml:${registered.name}:${registered.version}`,
        image: '{image of the registered environment}',
      },
    }),
  };
}

/** @throws CommandArgumentsInvalid, and what the files' readers and the compiler throw */
export async function planOffline(program: ProgramOptions, line: DeployLine): Promise<Plan> {
  const { values } = line;
  const base = projectFolder(program, values.path);
  const files = program.project.files(base);
  const workspace = await workspaceOf({ verb: 'deploy', values, files, from: program, offline: true });
  if (values.file !== undefined) return planYamlOffline(line, { workspace, files, base });
  const models = async () =>
    (await modelReferences(values, files)).map((text) => modelOffline(text, workspace));
  const { input } = await deployInput(line, { files, base, workspace, models });
  return makePlan(input, nothingThere(input));
}
