// A process on this machine, for machines without Docker: the real inference server in a virtual environment.
import { hashTree, hashValue } from '../../deploy/content-hash.ts';
import { condaTextOf } from '../../deploy/environment-body.ts';
import { hasServer, pipRequirements, serverRequirement } from '../../deploy/pip-requirements.ts';
import { given } from '../../given.ts';
import type { PlanInput, PlanStep, WhatIsThere } from '../plan.ts';
import { telemetryVariables } from '../telemetry.ts';
import { copyCode, planRollOut } from './local-roll-out.ts';
import { definedBy, scoringVariables } from './scoring-image.ts';
import type { TargetPlan } from './target-plan.ts';

/** Variables that name folders of a container; the process gets its own instead. */
const containerOnly = new Set(['AML_APP_ROOT', 'AZUREML_INFERENCE_PYTHON_PATH', 'AZUREML_MODEL_DIR']);

function variablesOf(input: PlanInput, now: WhatIsThere, modelDir: string): Readonly<Record<string, string>> {
  const given = { ...scoringVariables(input, false), ...telemetryVariables(input, now) };
  const all = Object.entries(given).filter(([name]) => !containerOnly.has(name));
  return { ...Object.fromEntries(all), AZUREML_MODEL_DIR: modelDir };
}

/** What the process can not keep of a definition that was written for an image. */
function warningsOf(input: PlanInput, condaOnly: readonly string[], now: WhatIsThere): readonly string[] {
  const environment = definedBy(input, now);
  const { containerResourceRequirements, gpuCores = 0 } = input.deployment.settings;
  return [
    ...(containerResourceRequirements === undefined && gpuCores === 0
      ? []
      : [
          'Without Docker a process has no limits of its own: CPU, memory and GPUs are those of the machine.',
        ]),
    ...(condaOnly.length === 0
      ? []
      : [
          `Without Docker only the pip part of the conda file is installed; left out: ${condaOnly.join(', ')}.`,
        ]),
    ...(environment.dockerfile === undefined && environment.extraDockerfileSteps === undefined
      ? []
      : ['Without Docker the steps of the Dockerfile are left out.']),
  ];
}

export function planLocalProcess(input: PlanInput, now: WhatIsThere): TargetPlan {
  const { models, inference } = input;
  const { pip, condaOnly } = pipRequirements(condaTextOf(definedBy(input, now), input.texts));
  const requirements = hasServer(pip) ? pip : [...pip, serverRequirement].toSorted();
  const environment = hashValue(requirements).slice(0, 16);
  const [model, second] = models;
  const one = second === undefined && model ? `/${model.model}/${model.version}` : '';
  const code = `code/${hashTree(input.source).slice(0, 16)}`;
  const spec = {
    environment,
    appRoot: `{localFolder}/${code}`,
    entryScript: inference?.entryScript ?? '',
    variables: variablesOf(input, now, `{localFolder}/models${one}`),
  };
  const build: PlanStep = {
    kind: 'build-environment',
    why: `install ${requirements.join(', ')}, because there is no virtual environment of this content`,
    request: {
      ...{ system: 'machine', method: 'PUT', path: `/environments/${environment}` },
      body: { requirements },
    },
  };
  const plan = planRollOut(input, now, {
    system: 'machine',
    root: '/servers',
    what: 'process',
    content: { spec },
    build: [...(now.environmentExists === true ? [] : [build]), copyCode(input, `{localFolder}/${code}`)],
    body: (labels, port) => ({ ...spec, labels, ...given({ port }) }),
  });
  return { ...plan, warnings: warningsOf(input, condaOnly, now) };
}

/** The key of the virtual environment that the inputs lead to. */
export function environmentKey(input: PlanInput, now: WhatIsThere): string {
  const { pip } = pipRequirements(condaTextOf(definedBy(input, now), input.texts));
  return hashValue(hasServer(pip) ? pip : [...pip, serverRequirement].toSorted()).slice(0, 16);
}
