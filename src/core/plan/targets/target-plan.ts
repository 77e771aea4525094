// What the compiler of one target answers.
import type { PlanStep } from '../plan.ts';

export interface TargetPlan {
  readonly steps: readonly PlanStep[];
  readonly warnings?: readonly string[];
  readonly waitFor?: string;
}
