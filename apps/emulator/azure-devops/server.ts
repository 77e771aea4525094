// The emulated Azure DevOps organization: one project, its REST interface, its OIDC issuer, and an agent that runs releases.
import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import { FaultList } from '../kernel/fault-list.ts';
import type { GapList } from '../kernel/gap-list.ts';
import { startHttpsServer, type RunningServer } from '../kernel/https-server.ts';
import { Agent } from './agent/agent.ts';
import { JobRegistry } from './agent/job-registry.ts';
import type { NodeRuntimes } from './agent/node-handler.ts';
import type { StopWaits } from './agent/task-process.ts';
import { ConnectionStore } from './connections/connection-store.ts';
import { DataSourceAccess } from './connections/data-source-access.ts';
import { seededConnections, type EmulatedAzure } from './connections/seeded-connections.ts';
import { createConnection, type ServiceConnection } from './connections/service-connection.ts';
import { ExtensionRegistry } from './extensions/extension-registry.ts';
import { createIssuer, subjectOf } from './oidc/issuer.ts';
import type { Organization } from './organization.ts';
import { PipelineRunner } from './pipelines/pipeline-runner.ts';
import { PipelineStore } from './pipelines/pipeline-store.ts';
import { provideScriptTask } from './pipelines/script-task.ts';
import { DefinitionStore } from './releases/definition-store.ts';
import { ReleaseRunner } from './releases/release-runner.ts';
import { ReleaseStore } from './releases/release-store.ts';
import { newPersonalAccessToken } from './rest/authentication.ts';
import { registerRest } from './rest/register.ts';
import { vssErrorBody } from './rest/vss-error.ts';
import { defaultSwitches, type Switches } from './switches.ts';
import { BackgroundJobs } from './triggers/background-jobs.ts';
import { CrashPlan } from './webhooks/crash-points.ts';
import { HookStore } from './webhooks/hook-store.ts';

export interface AzureDevOpsOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly certificate: ServerCertificate;
  readonly caPem: string;
  readonly caFile: string;
  readonly gaps: GapList;
  /** Where extensions, the agent's folders and logs are kept. */
  readonly stateDir: string;
  readonly log: (line: string) => void;
  /** A .vsix to install at start. */
  readonly vsix?: string;
  readonly node: NodeRuntimes;
  readonly azure: EmulatedAzure;
  readonly switches?: Partial<Switches>;
  /** How long a canceled task gets to end; the agent's own waits when absent. */
  readonly stopWaits?: StopWaits;
}

export interface AzureDevOps extends RunningServer {
  /** e.g. https://localhost:43121/emulator, without a trailing slash. */
  readonly organizationUrl: string;
  readonly project: string;
  readonly personalAccessToken: string;
  /** Issuer of the tokens that federated service connections trade. */
  readonly issuer: string;
  /** Subjects of those tokens, one for each federated connection there is now. */
  federatedSubjects(): readonly string[];
}

const organizationName = 'emulator';
const projectName = 'AzureML';

/** The agent hands nothing else of its own environment to a task. */
function machineEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TMPDIR'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function isFederated({ scheme }: ServiceConnection): boolean {
  return scheme.toLowerCase() === 'workloadidentityfederation';
}

async function createOrganization(options: AzureDevOpsOptions, origin: () => string): Promise<Organization> {
  const issuer = await createIssuer(() => `${origin()}/_oidc`);
  const subject = (name: string): string => subjectOf(organizationName, projectName, name);
  const organization: Organization = {
    name: organizationName,
    id: randomUUID(),
    project: { id: randomUUID(), name: projectName },
    user: { id: randomUUID(), displayName: 'Emulated User', uniqueName: 'user@emulator.example' },
    url: () => `${origin()}/${organizationName}`,
    connections: new ConnectionStore(),
    dataSources: new DataSourceAccess({
      caPem: options.caPem,
      teamProject: projectName,
      refuseLoopback: () => organization.switches.refuseLoopback,
      endpointType: (name) => organization.extensions.endpointType(name),
      federatedToken: (connection) => issuer.sign(subject(connection.name)),
    }),
    definitions: new DefinitionStore(),
    releases: new ReleaseStore(),
    extensions: new ExtensionRegistry(join(options.stateDir, 'extensions')),
    jobs: new JobRegistry(),
    pipelines: new PipelineStore(),
    hooks: new HookStore(),
    backgroundJobs: new BackgroundJobs(options.log),
    crashes: new CrashPlan(),
    issuer,
    gaps: options.gaps,
    faults: new FaultList(),
    log: options.log,
    switches: { ...defaultSwitches, ...options.switches },
  };
  return organization;
}

interface Runners {
  readonly releases: ReleaseRunner;
  readonly pipelines: PipelineRunner;
}

/** Releases and runs share the one agent. */
async function createRunners(options: AzureDevOpsOptions, organization: Organization): Promise<Runners> {
  const now = (): Date => new Date();
  const agent = new Agent({
    home: join(options.stateDir, 'agent'),
    runtimes: options.node,
    caFile: options.caFile,
    machine: machineEnvironment(),
    organizationUrl: organization.url,
    switches: () => organization.switches,
    now,
    ...(options.stopWaits === undefined ? {} : { waits: options.stopWaits }),
  });
  const common = { organization, agent, logFolder: join(options.stateDir, 'logs'), now };
  const scriptTask = await provideScriptTask(join(options.stateDir, 'built-in', 'CmdLine'));
  return { releases: new ReleaseRunner(common), pipelines: new PipelineRunner({ ...common, scriptTask }) };
}

/** Starts the organization. Throws when the .vsix cannot be read or loaded, or the port is taken. */
export async function startAzureDevOps(options: AzureDevOpsOptions): Promise<AzureDevOps> {
  await mkdir(options.stateDir, { recursive: true });
  let origin = '';
  const organization = await createOrganization(options, () => origin);
  const runners = await createRunners(options, organization);
  const personalAccessToken = newPersonalAccessToken();
  if (options.vsix !== undefined) await organization.extensions.install(await readFile(options.vsix));
  const server = await startHttpsServer({
    name: 'azure-devops',
    port: options.port,
    certificate: options.certificate,
    gaps: options.gaps,
    notFoundBody: (method, path) =>
      vssErrorBody('NotImplementedException', `The emulated Azure DevOps does not know ${method} ${path}.`),
    register: (app) => registerRest(app, { organization, runners, personalAccessToken }),
  });
  origin = server.origin;
  const subject = (name: string): string => subjectOf(organizationName, projectName, name);
  for (const input of seededConnections(options.azure, organization.issuer.url(), subject))
    organization.connections.put(createConnection(input));
  return {
    name: server.name,
    origin,
    organizationUrl: organization.url(),
    project: projectName,
    personalAccessToken,
    issuer: organization.issuer.url(),
    federatedSubjects: () =>
      organization.connections
        .all()
        .filter(isFederated)
        .map(({ name }) => subject(name)),
    close: async () => {
      await organization.backgroundJobs.idle();
      await runners.releases.close();
      await runners.pipelines.close();
      await server.close();
    },
  };
}
