// `azureml-release model deploy`: v1's flags, compiled to a plan.
import { deploymentConfigFrom, type DeploymentConfig } from '../../../src/core/config/deployment-config.ts';
import { inferenceConfigFrom } from '../../../src/core/config/inference-config.ts';
import { computeTypes, isComputeType, type Target } from '../../../src/core/config/target.ts';
import { many, text, toggle } from '../../../src/core/command-line/flag.ts';
import type { CommandLine } from '../../../src/core/command-line/read-command-line.ts';
import { makePlan } from '../../../src/core/plan/make-plan.ts';
import type { Plan, PlanInput, WhatIsThere } from '../../../src/core/plan/plan.ts';
import { readPlanFiles } from '../../../src/flows/plan/read-plan-files.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import type { ProgramOptions } from '../host.ts';
import { deployDocuments } from './deploy-documents.ts';
import { modelOffline, modelReferences } from './deploy-models.ts';
import { planYamlOffline, requireOneGeneration, yamlFlags } from './deploy-yaml.ts';
import { deploymentFlags } from './flags/deployment-flags.ts';
import { inferenceFlags } from './flags/inference-flags.ts';
import { workspaceFlags } from './flags/workspace-flags.ts';
import { planJson, planText } from './plan-report.ts';
import { defineVerb, invalidFor } from './verb.ts';
import { workspaceOf } from './workspace.ts';

const invalid = invalidFor('deploy');

const flags = {
  name: text('NAME', 'endpoint, service, container or module', 'n'),
  model: many(
    'MODEL',
    'name, name:version, name@latest, an ARM id, azureml:... or azureml://...; several for an image',
    'm',
  ),
  'model-metadata-file': many(
    'FILE',
    'a file that names a model, as register -t and the download task write it',
    'f',
  ),
  ...yamlFlags,
  'dry-run': toggle('print the plan and change nothing'),
  offline: toggle('suppose that nothing is there yet, and call nobody'),
  json: toggle('the plan as one JSON object'),
  tag: many('NAME=VALUE', 'tags, beside those of the file'),
  property: many('NAME=VALUE', 'refused: a deployment has tags only'),
  overwrite: toggle('replace a service of this name'),
  'no-wait': toggle('do not wait until the service answers'),
  ...inferenceFlags,
  ...deploymentFlags,
  ...workspaceFlags,
};

type Line = CommandLine<typeof flags>;

/** `--cp` over a file's own `computeType` moves a deployment: its defaults stay those of the file. */
function targetOf({ values }: Line): Target | undefined {
  const type = values['compute-type']?.toLowerCase();
  if (type === undefined) return undefined;
  if (isComputeType(type)) return computeTypes[type];
  throw invalid(`there is no deployment type '${type}', only ${Object.keys(computeTypes).join(', ')}`);
}

async function planInput(
  line: Line,
  { files, base, from }: { files: ProjectFiles; base: string; from: ProgramOptions },
): Promise<PlanInput> {
  const { name: service, property, tag } = line.values;
  if (service === undefined) throw invalid('--name (-n) is missing');
  if (property.length > 0)
    throw invalid('--property has no equivalent: a deployment of today has tags, so use --tag');
  const workspace = await workspaceOf({ verb: 'deploy', values: line.values, files, from, offline: true });
  const documents = await deployDocuments(line, tag, files);
  const deployment: DeploymentConfig = deploymentConfigFrom(documents.deployment, targetOf(line));
  const inference = documents.inference && inferenceConfigFrom(documents.inference);
  const models = (await modelReferences(line.values, files)).map((text) => modelOffline(text, workspace));
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

/** Flags that say something to v1's files only. */
const v1Flags = [
  ...['name', 'model', 'model-metadata-file', 'tag', 'property'],
  ...Object.keys(inferenceFlags),
  ...Object.keys(deploymentFlags),
];

async function planOffline(program: ProgramOptions, line: Line): Promise<Plan> {
  const { values } = line;
  const base = values.path ?? program.project.workingFolder;
  const files = program.project.files(base);
  requireOneGeneration(line, v1Flags);
  if (values.file !== undefined) {
    const workspace = await workspaceOf({ verb: 'deploy', values, files, from: program, offline: true });
    return planYamlOffline(values.file, line, { workspace, files });
  }
  const input = await planInput(line, { files, base, from: program });
  return makePlan(input, nothingThere(input));
}

export const deploy = defineVerb({
  name: 'deploy',
  summary: 'what a deployment would call, from the flags and files of v1',
  example:
    'model deploy --dry-run --offline -n NAME -m MODEL:VERSION -g RG -w WS --ic FILE --dc FILE [FLAGS]',
  flags,
  async run(program, line) {
    const { values } = line;
    if (!values['dry-run'] || !values.offline)
      throw invalid(
        'it plans only so far: add --dry-run --offline; the task AzureMLModelDeploy@1 deploys to managed endpoints',
      );
    const plan = await planOffline(program, line);
    program.writeOut(values.json ? planJson(plan) : planText(plan));
    return 0;
  },
});
