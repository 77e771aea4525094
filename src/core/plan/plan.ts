// A plan: what would be called, in which order, with which body, why, and what it replaces. Pure data.
import type { DeploymentConfig } from '../config/deployment-config.ts';
import type { InferenceConfig } from '../config/inference-config.ts';
import type { Target } from '../config/target.ts';
import type { SourceFile } from '../deploy/content-hash.ts';
import type { Wait } from '../deploy/deployment-step.ts';
import type { CurrentAssets, PlannedFile } from '../deploy/desired-assets.ts';
import type { EnvironmentTexts } from '../deploy/environment-texts.ts';
import type { DeploymentState, EndpointState } from '../deploy/online-state.ts';
import type { RolloutStep } from '../rollout/plan-rollout.ts';
import type { ModelVersion } from '../model/version.ts';
import type { Workspace } from '../workspace.ts';
import type { TelemetryComponent } from './telemetry-component.ts';

/** Who is called. */
export type PlanSystem = 'azure' | 'blob' | 'docker' | 'iot-hub' | 'machine' | 'scoring';

export interface PlannedRequest {
  readonly system: PlanSystem;
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Path below the system's host, or a whole address for blobs; `{braces}` stand for what an earlier step answers. */
  readonly path: string;
  readonly apiVersion?: string;
  readonly body?: object;
}

export interface PlanStep {
  readonly kind: string;
  /** What happens and why, in words. */
  readonly why: string;
  readonly request: PlannedRequest;
  readonly files?: readonly PlannedFile[];
  /** What is there now and is not afterwards. */
  readonly replaces?: string;
  /** The split that a step about traffic leads to, in percent by deployment. */
  readonly traffic?: Readonly<Record<string, number>>;
  /** What a step about devices waits for. */
  readonly module?: { readonly name: string; readonly image: string };
  /** What a step of a roll-out does. */
  readonly rollout?: RolloutStep;
}

export interface Plan {
  readonly target: Target;
  /** Empty: everything is there already. */
  readonly steps: readonly PlanStep[];
  readonly warnings: readonly string[];
  /** Name of the deployment, where a service can have several. */
  readonly deployment?: string;
  /** Another operation is under way: nothing can be planned before it ends. */
  readonly waitFor?: Wait;
}

/** The contents of files that the configurations name. */
export interface PlanTexts extends EnvironmentTexts {
  readonly certificateText?: string;
  readonly certificateKeyText?: string;
}

/** What every deployment is, whichever files describe it. */
export interface ServiceInput {
  /** Name of the endpoint, service, container or module. */
  readonly service: string;
  readonly workspace: Workspace;
  /** Who put it there: tags without influence on its content. */
  readonly lineage: Readonly<Record<string, string>>;
}

export interface PlanInput extends ServiceInput {
  readonly models: readonly ModelVersion[];
  /** Absent for a model that brings its own server. */
  readonly inference?: InferenceConfig;
  readonly deployment: DeploymentConfig;
  readonly texts: PlanTexts;
  readonly source: readonly SourceFile[];
  /** For targets whose callers present keys of ours, where the files give none; secrets. */
  readonly newKeys?: { readonly primaryKey: string; readonly secondaryKey: string };
}

/** A registry for images, with the ARM id where builds are started. */
export interface ImageRegistry {
  readonly id: string;
  /** e.g. `example.azurecr.io`. */
  readonly server: string;
}

/** A configuration of an IoT Hub that brings the service's module to devices. */
export interface EdgeLayer {
  readonly id: string;
  readonly priority: number;
}

export interface LocalServer {
  readonly name: string;
  readonly content: string;
  readonly state: string;
}

/** What is there now; an empty one (with a location) is a workspace that nobody has deployed to. */
export interface WhatIsThere extends CurrentAssets {
  /** The workspace's Azure region. */
  readonly location: string;
  /** `https://{account}.blob.../{container}` that the workspace uploads to. */
  readonly contextStore?: string;
  readonly registry?: ImageRegistry;
  /** The registered environment that the inference config names. */
  readonly environment?: { readonly id: string; readonly image?: string };
  readonly imageExists?: boolean;
  readonly endpoint?: EndpointState;
  readonly deployment?: DeploymentState;
  /** All deployments of the endpoint. */
  readonly deployments?: readonly DeploymentState[];
  /** Content tags of what runs outside Azure Machine Learning: container group, container. */
  readonly running?: {
    readonly content: string;
    readonly state: string;
    /** Hash of what can not be changed in place. */
    readonly frame?: string;
    /** Whether keys or TLS stand in front of it. */
    readonly hasProxy?: boolean;
  };
  /** A container group that proves new containers beside what serves was left behind. */
  readonly candidate?: boolean;
  /** The container group that another operation still changes. */
  readonly changing?: { readonly name: string; readonly state: string; readonly pauseMs?: number };
  /** Keys that callers of the service present already; secrets. */
  readonly keys?: { readonly primaryKey: string; readonly secondaryKey: string };
  /** Where the workspace's telemetry goes, when the files ask for some. */
  readonly telemetry?: TelemetryComponent;
  /** What runs servers on this machine. */
  readonly engine?: 'docker' | 'process';
  /** The service's servers on this machine, candidates among them. */
  readonly servers?: readonly LocalServer[];
  /** The service's layers on an IoT Hub, and how the one on top stands: `running` when its devices say so. */
  readonly edge?: { readonly layers: readonly EdgeLayer[]; readonly state: string };
  /** Content tag of the autoscale setting. */
  readonly autoscale?: string;
  /** Which deployment a batch endpoint runs when a job names none. */
  readonly defaultDeployment?: string;
}
