// `azureml-release model deploy`: v1's flags, compiled to a plan.
import { deploymentConfigFrom, type DeploymentConfig } from '../../../src/core/config/deployment-config.ts';
import { inferenceConfigFrom } from '../../../src/core/config/inference-config.ts';
import { computeTypes, isComputeType, type Target } from '../../../src/core/config/target.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { makePlan } from '../../../src/core/plan/make-plan.ts';
import type { PlanInput, WhatIsThere } from '../../../src/core/plan/plan.ts';
import type { Workspace } from '../../../src/core/workspace.ts';
import { readPlanFiles } from '../../../src/flows/plan/read-plan-files.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';
import { deployDocuments } from './deploy-documents.ts';
import { modelOffline, modelReferences } from './deploy-models.ts';
import { deployFlags } from './flags.ts';
import { planJson, planText } from './plan-report.ts';
import { isSet, readFlags, valueOf, valuesOf, type GivenFlag } from './read-flags.ts';

const command = 'azureml-release model deploy';
const invalid = (problem: string) => fail('CommandArgumentsInvalid', { command, problem });

export const usage = `${command}: what a deployment would call, from v1's flags and files

  ${command} --dry-run --offline -n NAME -m MODEL:VERSION -g RG -w WS [--ic FILE] [--dc FILE] [FLAGS]

  --dry-run         print the plan and change nothing; the only mode so far
  --offline         suppose that nothing is there yet, and call nobody
  --json            the plan as JSON
  -n NAME           endpoint, service, container or module
  -m MODEL ...      name:version, azureml:name:version, azureml://registries/..., an ARM id; several for an image
  -f FILE ...       metadata files that name models
  --ic FILE         inference config; --dc FILE deployment config (docs/configuration.md)
  -g, -w            resource group and workspace; --subscription-id ID
  --path FOLDER     the project: relative paths start there, and nothing outside is read (the current folder)

  Flags override the files as they did in v1:
${deployFlags
  .flatMap(({ names, inference, deployment }) => {
    const key = inference ?? deployment;
    return key === undefined ? [] : [`  ${names.map((name) => `--${name}`).join(', ')}  ${key}`];
  })
  .join('\n')}

Status: 0 the plan is printed, 2 nothing could be planned.
`;

function workspaceOf(given: readonly GivenFlag[]): Workspace {
  const required = (name: string, short: string) => {
    const value = valueOf(given, name);
    if (value === undefined) throw invalid(`--${name} (-${short}) is missing`);
    return value;
  };
  return {
    // Without a subscription the plan's ids are right but for this part.
    subscriptionId: valueOf(given, 'subscription-id') ?? '00000000-0000-0000-0000-000000000000',
    resourceGroup: required('resource-group', 'g'),
    name: required('workspace-name', 'w'),
  };
}

/** `--cp` over a file's own `computeType` moves a deployment: its defaults stay those of the file. */
function targetOf(given: readonly GivenFlag[]): Target | undefined {
  const type = valueOf(given, 'compute-type')?.toLowerCase();
  if (type === undefined) return undefined;
  if (isComputeType(type)) return computeTypes[type];
  throw invalid(`there is no deployment type '${type}', only ${Object.keys(computeTypes).join(', ')}`);
}

async function planInput(given: readonly GivenFlag[], files: ProjectFiles, base: string): Promise<PlanInput> {
  const service = valueOf(given, 'name');
  if (service === undefined) throw invalid('--name (-n) is missing');
  if (valuesOf(given, 'property').length > 0)
    throw invalid('--property has no equivalent: a deployment of today has tags, so use --tag');
  const workspace = workspaceOf(given);
  const documents = await deployDocuments(given, files);
  const deployment: DeploymentConfig = deploymentConfigFrom(documents.deployment, targetOf(given));
  const inference = documents.inference && inferenceConfigFrom(documents.inference);
  const models = (await modelReferences(given, files)).map((text) => modelOffline(text, workspace));
  const read = await readPlanFiles(inference, deployment, base, files);
  return {
    ...{ service, workspace, models, deployment, lineage: {} },
    ...read,
    // The real ones are made when the plan is applied; a plan shows none.
    newKeys: { primaryKey: 'made-when-applied', secondaryKey: 'made-when-applied' },
  };
}

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
    ...(registered && {
      environment: {
        id: `azureml:${registered.name}:${registered.version}`,
        image: '{image of the registered environment}',
      },
    }),
  };
}

export async function runDeploy(
  { writeOut, project }: ProgramOptions,
  argv: readonly string[],
): Promise<ExitStatus> {
  const given = readFlags(command, deployFlags, argv);
  if (isSet(given, 'help')) {
    writeOut(usage);
    return 0;
  }
  if (!isSet(given, 'dry-run') || !isSet(given, 'offline'))
    throw invalid(
      'it plans only so far: add --dry-run --offline; the task AzureMLModelDeploy@1 deploys to managed endpoints',
    );
  const base = valueOf(given, 'path') ?? project.workingFolder;
  const input = await planInput(given, project.files(base), base);
  const plan = makePlan(input, nothingThere(input));
  writeOut(isSet(given, 'json') ? planJson(plan) : planText(plan));
  return 0;
}
