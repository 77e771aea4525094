// What the deploy flow needs of each compute target: a look at what is there, and how a plan's steps are carried out.
import type { Bindings } from '../../core/plan/bindings.ts';
import type { Plan, PlanInput, PlanStep, ServiceInput, WhatIsThere } from '../../core/plan/plan.ts';
import type { Claim } from '../../core/rollout/lease.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EndpointKeys } from '../../ports/endpoint-keys.ts';
import type { Log } from '../../ports/log.ts';
import type { ScoringAnswer } from '../../ports/scoring-service.ts';
import type { DeploymentTests } from './rollout/smoke-test.ts';

/** @typeParam I what the files say: v1's two configurations, or the files of `az ml` v2 */
export interface StepContext<I extends ServiceInput = PlanInput> extends DeploymentTests {
  readonly input: I;
  readonly plan: Plan;
  /** What the plan was made against. */
  readonly there: WhatIsThere;
  /** What this plan's earlier steps answered. */
  readonly bindings: Bindings;
  /** Who wants to change the service, where several may want it at once. */
  readonly claim?: Claim;
  readonly clock: Clock;
  readonly log: Log;
}

/** Carries out one step. Safe to repeat: a killed run plans again and continues where it stopped. */
export type ApplyStep<I extends ServiceInput = PlanInput> = (
  step: PlanStep,
  context: StepContext<I>,
) => Promise<void>;

/** Names what a plan deploys: an endpoint, container group, container or module. */
export interface ServiceRef {
  readonly workspace: Workspace;
  readonly service: string;
  /** One deployment of several; absent: the one that serves. */
  readonly deployment?: string;
  /** Host name of the hub that a module on IoT Edge belongs to. */
  readonly iotHub?: string;
}

/** One deployed version of a service. */
export interface DeployedVersion {
  readonly name: string;
  /** In the words of the system that runs it. */
  readonly state: string;
  /** Percent of the requests, where they are split. */
  readonly share?: number;
  /** References of the model versions in it, as the system spells them. */
  readonly models?: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** How callers reach a service. */
export interface ServiceAddress {
  readonly name: string;
  /** How callers prove who they are; absent where nobody is asked, or the target has one way only. */
  readonly authMode?: string;
  readonly scoringUri?: string;
  readonly swaggerUri?: string;
}

export interface ServiceState extends ServiceAddress {
  readonly state: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly deployments: readonly DeployedVersion[];
}

/** What callers present. `regenerate` is absent where only a deployment can change it. */
export type CallerKeys = Pick<EndpointKeys, 'read'> & Partial<Pick<EndpointKeys, 'regenerate'>>;

/** How far a run came that ends in an error. */
export interface LeaveContext extends Pick<StepContext, 'claim' | 'clock' | 'log'> {
  /** Absent: it came to no plan. */
  readonly plan?: Plan;
  /** The step that failed; absent: none was begun. */
  readonly failed?: PlanStep;
}

export interface DeployTarget<I extends ServiceInput = PlanInput> {
  /**
   * Keeps others away from the service until the plan is carried out, after waiting for whoever is at it.
   *
   * @returns true if the service may have changed since it was looked at
   * @throws ReleaseSuperseded, EndpointLeased
   */
  reserve?(
    input: I,
    context: Pick<StepContext, 'plan' | 'there' | 'clock' | 'log'> & { readonly claim: Claim },
  ): Promise<boolean>;
  /** After a failure: undoes `reserve`, and what is half done of a roll-out, as far as the service still answers. */
  leave?(input: I, context: LeaveContext): Promise<void>;
  /** Reads what exists, as far as the plan of `input` depends on it. */
  look(input: I): Promise<WhatIsThere>;
  /** By the kinds of this target's plan steps. */
  readonly steps: Readonly<Record<string, ApplyStep<I>>>;
  /**
   * Where what was deployed answers, with as few requests as possible. Absent: as `service` says.
   *
   * @param there what the plan was made against: no plan changes an address
   */
  address?(ref: ServiceRef, there: WhatIsThere): Promise<ServiceAddress | undefined>;
  /** Absent if there is none. */
  service(ref: ServiceRef): Promise<ServiceState | undefined>;
  /** Absent where services have no keys of their own. */
  readonly keys?: CallerKeys;
  /** @param tail lines of each container's log */
  logs(ref: ServiceRef, tail: number): Promise<string>;
  /** @param body JSON text */
  invoke(ref: ServiceRef, body: string): Promise<ScoringAnswer>;
  /** Deletes the service, or the one deployment that `ref` names; what is not there is no error. */
  delete(ref: ServiceRef): Promise<void>;
}

/** A target with what makes its plans. */
export interface PlannedTarget<I extends ServiceInput> extends DeployTarget<I> {
  /** Pure. */
  plan(input: I, there: WhatIsThere): Plan;
}
