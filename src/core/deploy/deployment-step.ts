// One step towards a wanted deployment, before anybody knows how a request for it looks.

import type { RolloutStep } from '../rollout/plan-rollout.ts';

export type AssetStepKind =
  'upload-context' | 'register-environment' | 'upload-code' | 'upload-model' | 'register-model';

export type StepKind =
  | AssetStepKind
  | 'create-endpoint'
  | 'delete-deployment'
  | 'create-deployment'
  | 'test-deployment'
  | 'move-traffic'
  | 'judge-deployment'
  | 'remove-deployment'
  | 'end-rollout';

export interface Step {
  readonly kind: StepKind;
  /** What happens and why, in words a person reads in the log. */
  readonly why: string;
  /** What is there now and is not afterwards. */
  readonly replaces?: string;
  /** The split that a step about traffic leads to. */
  readonly traffic?: Readonly<Record<string, number>>;
  /** What a step of a roll-out does. */
  readonly rollout?: RolloutStep;
}

/** Another operation is under way: nothing can be planned before it ends. */
export interface Wait {
  /** The provisioning state that is waited for to end. */
  readonly state: string;
  readonly why: string;
  /** Milliseconds until the service wants to be asked again; absent when it named none. */
  readonly pauseMs?: number;
}
