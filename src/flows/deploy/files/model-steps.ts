// The steps that put a model of this machine into the workspace.
import type { ServiceInput } from '../../../core/plan/plan.ts';
import type { ModelRegistrations } from '../../../ports/model-registrations.ts';
import type { ApplyStep } from '../deploy-target.ts';
import { assetOf, uploadStep, type AssetPorts } from '../steps/asset-steps.ts';

export interface ModelStepPorts extends Pick<AssetPorts, 'stores' | 'upload'> {
  readonly registrations: Pick<ModelRegistrations, 'put'>;
}

export const modelSteps = (ports: ModelStepPorts) =>
  ({
    'upload-model': uploadStep(ports),
    'register-model': async (step, { input: { workspace } }) => {
      const { name, version } = assetOf(step);
      await ports.registrations.put(workspace, name, version, step.request.body ?? {});
    },
  }) satisfies Record<string, ApplyStep<ServiceInput>>;
