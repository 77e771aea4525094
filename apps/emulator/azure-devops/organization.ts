// Everything the emulated organization holds: one project, its connections, definitions, releases and extensions.
import type { FaultList } from '../kernel/fault-list.ts';
import type { GapList } from '../kernel/gap-list.ts';
import type { JobRegistry } from './agent/job-registry.ts';
import type { ConnectionStore } from './connections/connection-store.ts';
import type { DataSourceAccess } from './connections/data-source-access.ts';
import type { ExtensionRegistry } from './extensions/extension-registry.ts';
import type { Issuer } from './oidc/issuer.ts';
import type { PipelineStore } from './pipelines/pipeline-store.ts';
import type { DefinitionStore } from './releases/definition-store.ts';
import type { ReleaseStore } from './releases/release-store.ts';
import type { IdentityReference, ProjectReference } from './references.ts';
import type { Switches } from './switches.ts';
import type { BackgroundJobs } from './triggers/background-jobs.ts';
import type { CrashPlan } from './webhooks/crash-points.ts';
import type { HookStore } from './webhooks/hook-store.ts';

export interface Organization {
  readonly name: string;
  readonly id: string;
  readonly project: ProjectReference;
  /** Whoever holds the personal access token. */
  readonly user: IdentityReference;
  /** e.g. https://localhost:43121/emulator, without a trailing slash. */
  readonly url: () => string;
  readonly connections: ConnectionStore;
  readonly dataSources: DataSourceAccess;
  readonly definitions: DefinitionStore;
  readonly releases: ReleaseStore;
  readonly extensions: ExtensionRegistry;
  readonly jobs: JobRegistry;
  readonly pipelines: PipelineStore;
  readonly hooks: HookStore;
  readonly backgroundJobs: BackgroundJobs;
  readonly crashes: CrashPlan;
  readonly issuer: Issuer;
  readonly gaps: GapList;
  readonly faults: FaultList;
  readonly log: (line: string) => void;
  switches: Switches;
}
