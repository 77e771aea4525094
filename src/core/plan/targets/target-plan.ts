// What the compiler of one target answers.
import type { Wait } from '../../deploy/deployment-step.ts';
import type { PlanStep } from '../plan.ts';

export interface TargetPlan {
  readonly steps: readonly PlanStep[];
  readonly warnings?: readonly string[];
  readonly deployment?: string;
  readonly waitFor?: Wait;
}
