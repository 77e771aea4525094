// Plans from files of `az ml` v2 as tests look at them, and what is there once one has been carried out.
import type { Plan, WhatIsThere } from '../../../../../src/core/plan/plan.ts';
import { nothingThere } from './plan-input.ts';
import { planOfYaml, type YamlTexts } from './yaml-files.ts';

export const kinds = ({ steps }: Plan) => steps.map(({ kind }) => kind);

const bodyOf = ({ steps }: Plan, kind: string) =>
  (steps.find((step) => step.kind === kind)?.request.body ?? {}) as {
    readonly tags?: Readonly<Record<string, string>>;
    readonly properties?: Readonly<Record<string, unknown>>;
  };
export const propertiesOf = (plan: Plan, kind: string) => bodyOf(plan, kind).properties ?? {};

/** What is there once the plan for these files has been carried out. */
export function carriedOut(texts: YamlTexts): WhatIsThere {
  const plan = planOfYaml(texts);
  const settled = { provisioningState: 'Succeeded' };
  const { authMode = 'AADToken' } = propertiesOf(plan, 'create-endpoint') as { authMode?: string };
  const moved = propertiesOf(plan, 'move-traffic') as {
    traffic?: Record<string, number>;
    mirrorTraffic?: Record<string, number>;
  };
  return {
    ...nothingThere,
    ...{ environmentExists: true, codeExists: true, modelExists: true },
    endpoint: {
      ...{ name: 'fraud', authMode, ...settled, tags: bodyOf(plan, 'create-endpoint').tags ?? {} },
      ...{ traffic: moved.traffic ?? {}, mirrorTraffic: moved.mirrorTraffic ?? {} },
    },
    deployment: {
      name: plan.deployment ?? '',
      tags: bodyOf(plan, 'create-deployment').tags ?? {},
      ...settled,
    },
    ...(kinds(plan).includes('set-default') && { defaultDeployment: plan.deployment ?? '' }),
  };
}
