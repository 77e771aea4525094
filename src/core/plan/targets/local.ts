// This machine: by its Docker, or as a process where there is none.
import type { PlanInput, WhatIsThere } from '../plan.ts';
import { planLocalContainer } from './local-container.ts';
import { planLocalProcess } from './local-process.ts';
import type { TargetPlan } from './target-plan.ts';

export function planLocal(input: PlanInput, now: WhatIsThere): TargetPlan {
  const { engine = 'auto' } = input.deployment.settings;
  // Before anybody has looked, a plan shows what happens on a machine with Docker.
  const chosen = engine === 'auto' ? (now.engine ?? 'docker') : engine;
  return chosen === 'process' ? planLocalProcess(input, now) : planLocalContainer(input, now);
}
