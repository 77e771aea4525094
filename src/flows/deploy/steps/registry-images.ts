// Images that a registry builds: the look that plans need, and the steps that put models, code and Dockerfile together.
import { given } from '../../../core/given.ts';
import type { Bindings } from '../../../core/plan/bindings.ts';
import type { PlanInput, PlanStep, WhatIsThere } from '../../../core/plan/plan.ts';
import { registryOf } from '../../../core/plan/targets/registry-build.ts';
import { scoringImage } from '../../../core/plan/targets/scoring-image.ts';
import { fillRequest } from '../../../core/plan/bindings.ts';
import type { BuildFolder, MakeBuildFolder } from '../../../ports/build-folder.ts';
import type { Environments, WorkspaceFacts } from '../../../ports/deployment-assets.ts';
import type { ImageBuilds } from '../../../ports/image-builds.ts';
import type { ApplyStep, StepContext } from '../deploy-target.ts';
import { findEnvironment } from './asset-steps.ts';
import { modelToFolder, type ModelFolderPorts } from './model-to-folder.ts';
import { lookForTelemetry, type TelemetryPorts } from './telemetry-look.ts';
import { uploadable } from './uploadable.ts';

export interface RegistryImagePorts extends Omit<ModelFolderPorts, 'clock' | 'log'>, TelemetryPorts {
  readonly facts: WorkspaceFacts;
  readonly environments: Environments;
  readonly builds: ImageBuilds;
  readonly folder: MakeBuildFolder;
}

export interface RegistryImages {
  /** What a plan has to know of region, registry, registered environment, telemetry and the image itself. */
  readonly look: (input: PlanInput) => Promise<WhatIsThere>;
  readonly steps: Readonly<Record<'download-model' | 'upload-context' | 'build-image', ApplyStep>>;
}

async function look(ports: RegistryImagePorts, input: PlanInput): Promise<WhatIsThere> {
  const { workspace, service } = input;
  const [location, environment, registry, telemetry] = await Promise.all([
    ports.facts.location(workspace),
    findEnvironment(ports, input),
    ports.builds.registryOf(workspace),
    lookForTelemetry(ports, input),
  ]);
  const known: WhatIsThere = { location, ...telemetry, ...given({ environment, registry }) };
  const { tag } = scoringImage(input, known);
  const imageExists = await ports.builds.exists(registryOf(input, known).id, `${service}:${tag}`);
  return { ...known, imageExists };
}

/** `{registry ARM id}/listBuildSourceUploadUrl` -> the id. */
const registryIdOf = ({ request }: PlanStep): string => request.path.replace(/\/[^/]+$/, '');

export function createRegistryImages(ports: RegistryImagePorts): RegistryImages {
  // One for each run of a plan; whatever step fails, the folder does not stay behind.
  const folders = new Map<Bindings, BuildFolder>();
  const inFolder = async (
    { bindings }: StepContext,
    isLast: boolean,
    work: (folder: BuildFolder) => Promise<void>,
  ): Promise<void> => {
    const folder = folders.get(bindings) ?? (await ports.folder());
    folders.set(bindings, folder);
    let isOver = true;
    try {
      await work(folder);
      isOver = isLast;
    } finally {
      if (isOver) {
        folders.delete(bindings);
        await folder.remove();
      }
    }
  };
  return {
    look: (input) => look(ports, input),
    steps: {
      'download-model': (step, context) =>
        inFolder(context, false, async ({ path }) => {
          const { workspace, models } = context.input;
          const model = models.find(({ id }) => id === step.request.path);
          if (model === undefined) throw new Error(`'${step.request.path}' is no model of the plan.`);
          const folder = `${path}/models/${model.model}/${model.version}`;
          await modelToFolder({ ...ports, ...context }, workspace, model, folder);
        }),
      'upload-context': (step, context) =>
        inFolder(context, true, async (folder) => {
          for (const file of step.files ?? []) await folder.add(uploadable(file));
          const archive = await folder.pack();
          const relativePath = await ports.builds.uploadSource(registryIdOf(step), archive);
          context.bindings.set('relativePath', relativePath);
        }),
      'build-image': async (step, context) => {
        const { body = {} } = fillRequest(step.request, context.bindings);
        await ports.builds.build(registryIdOf(step), body);
      },
    },
  };
}
