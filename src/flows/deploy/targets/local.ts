// This machine: containers of its Docker Engine, or plain processes where there is none.
import { contentTag } from '../../../core/deploy/content-tag.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import { given } from '../../../core/given.ts';
import { fillRequest } from '../../../core/plan/bindings.ts';
import type { PlanInput, PlannedRequest, PlanStep, WhatIsThere } from '../../../core/plan/plan.ts';
import { candidateSuffix } from '../../../core/plan/targets/local-roll-out.ts';
import { environmentKey } from '../../../core/plan/targets/local-process.ts';
import { environmentImage } from '../../../core/plan/targets/scoring-image.ts';
import type { ContainerEngine, RegistrySignIn } from '../../../ports/container-engine.ts';
import type { CheckAnswer } from '../../../ports/answer-check.ts';
import type { HealthProbe } from '../../../ports/health-probe.ts';
import type { ScoringService } from '../../../ports/scoring-service.ts';
import type { ScoringServer, ServerHost } from '../../../ports/server-host.ts';
import type { ServerProcesses } from '../../../ports/server-processes.ts';
import type { WorkFolder } from '../../../ports/work-folder.ts';
import type { ApplyStep, DeployTarget, ServiceRef, StepContext } from '../deploy-target.ts';
import { runSmokeTests } from '../rollout/run-smoke-tests.ts';
import { testsOf } from '../rollout/smoke-test.ts';
import { findEnvironment, type AssetPorts } from '../steps/asset-steps.ts';
import { addressOf, isCandidate, serversOf, startServer, swapServer } from '../steps/local-servers.ts';
import { modelToFolder, type ModelFolderPorts } from '../steps/model-to-folder.ts';
import { lookForTelemetry, type TelemetryPorts } from '../steps/telemetry-look.ts';
import { withBuildLog } from '../steps/build-log.ts';
import { explainedAnswer, explainingLines } from '../steps/show-logs.ts';
import { uploadable } from '../steps/uploadable.ts';

export interface LocalPorts extends ModelFolderPorts, TelemetryPorts, Pick<AssetPorts, 'environments'> {
  readonly containers: ContainerEngine;
  readonly processes: ServerProcesses;
  readonly folder: WorkFolder;
  readonly probe: HealthProbe;
  readonly scoring: ScoringService;
  readonly check: CheckAnswer;
}

const dockerMissing = (error: unknown): boolean =>
  isExtensionError(error) && (error.code === 'DockerNotRunning' || error.code === 'DockerForbidden');

const folderOf = ({ folder }: LocalPorts, service: string): string => `${folder.root}/services/${service}`;

/** Where this machine runs the service; whoever asks for Docker by name gets its error. */
async function engineFor(
  ports: LocalPorts,
  { deployment, service }: PlanInput,
): Promise<'docker' | 'process'> {
  const { engine = 'auto' } = deployment.settings;
  if (engine !== 'auto') return engine;
  try {
    await serversOf(ports.containers, service);
    return 'docker';
  } catch (error) {
    if (!dockerMissing(error)) throw error;
    ports.log.info(`${(error as Error).message} The server runs as a process of this machine.`);
    return 'process';
  }
}

const localServer = ({ name, labels, state }: ScoringServer) => ({
  name,
  state,
  content: labels[contentTag] ?? 'unknown',
});

async function look(ports: LocalPorts, input: PlanInput): Promise<WhatIsThere> {
  const engine = await engineFor(ports, input);
  const environment = await findEnvironment(ports, input);
  const telemetry = await lookForTelemetry(ports, input);
  const known: WhatIsThere = {
    ...{ location: 'this machine', engine, ...telemetry },
    ...given({ environment }),
  };
  const host = engine === 'docker' ? ports.containers : ports.processes;
  const servers = (await serversOf(host, input.service)).map(localServer);
  const assets =
    engine === 'docker'
      ? { imageExists: await ports.containers.imageExists(imageOf(input, known)) }
      : { environmentExists: await ports.processes.environmentExists(environmentKey(input, known)) };
  return { ...known, ...assets, servers };
}

const imageOf = (input: PlanInput, now: WhatIsThere) =>
  `${input.service}:${environmentImage(input, now).tag}`;

const isDocker = ({ request }: PlanStep): boolean => request.system === 'docker';

/** The server that a request's path names: `?name=` of a new one, or the path's own. */
function serverOf({ path }: PlannedRequest): string {
  const [, created] = /\/create\?name=([\w.-]+)/.exec(path) ?? [];
  const [, named] = /^\/(?:containers|servers)\/([\w.-]+)/.exec(path) ?? [];
  const name = created ?? named;
  if (name === undefined) throw new Error(`'${path}' names no server.`);
  return name;
}

function stepsOf(ports: LocalPorts): DeployTarget['steps'] {
  const { containers, processes, folder } = ports;
  const hostOf = (step: PlanStep): ServerHost => (isDocker(step) ? containers : processes);
  const serverPorts = (step: PlanStep, { clock, log }: StepContext) => ({
    ...{ host: hostOf(step), probe: ports.probe, clock, log },
  });
  const filled = ({ request }: PlanStep, { input, bindings }: StepContext): PlannedRequest =>
    fillRequest(request, new Map([...bindings, ['localFolder', folderOf(ports, input.service)]]));
  let registry: RegistrySignIn | undefined;
  const create: ApplyStep = async (step, context) => {
    const request = filled(step, context);
    await hostOf(step).create(serverOf(request), request.body ?? {});
  };
  return {
    'sign-in-to-registry': async (step) => {
      registry = step.request.body as RegistrySignIn;
      await containers.signIn(registry);
    },
    'build-image': async (step, { input, log }) => {
      const tag = decodeURIComponent(/\?t=([^&]+)/.exec(step.request.path)?.[1] ?? '');
      const files = step.files ?? [];
      const context = `${folderOf(ports, input.service)}/images/${tag.split(':').at(-1) ?? ''}`;
      await folder.fill(context, files.map(uploadable));
      const names = files.map(({ path }) => path);
      const image = { tag, folder: context, files: names, ...given({ registry }) };
      await withBuildLog(log, `the build of ${tag}`, (onLine) => containers.build(image, onLine));
    },
    'build-environment': async (step, { log }) => {
      const key = step.request.path.split('/').at(-1) ?? '';
      const { requirements } = step.request.body as { readonly requirements: readonly string[] };
      await withBuildLog(log, 'the installation of its packages', (onLine) =>
        processes.buildEnvironment(key, requirements, onLine),
      );
    },
    'copy-code': async (step, context) => {
      await folder.fill(filled(step, context).path, (step.files ?? []).map(uploadable));
    },
    'download-model': async (step, { input }) => {
      const model = input.models.find(({ id }) => id === step.request.path);
      if (model === undefined) throw new Error(`'${step.request.path}' is no model of the plan.`);
      const target = `${folderOf(ports, input.service)}/models/${model.model}/${model.version}`;
      await modelToFolder(ports, input.workspace, model, target);
    },
    'create-candidate': create,
    'start-candidate': async (step, context) => {
      const port = await startServer(serverPorts(step, context), serverOf(step.request));
      context.bindings.set('scoringUri', `${addressOf(port)}/score`);
    },
    'test-deployment': async (_, context) => {
      const { plan, input, bindings } = context;
      const { service } = input;
      const deployment = plan.deployment ?? service;
      const uri = bindings.get('scoringUri');
      try {
        const place = { service, deployment, ...given({ uri }) };
        await runSmokeTests({ ...ports, ...context }, place, testsOf(context));
      } catch (error) {
        // It stays for diagnosis, with its log; the next run takes it away.
        const name = `${service}.${deployment}${candidateSuffix}`;
        let explained: unknown = error;
        for (const { host, server } of await find(ports, { ...input, deployment })) {
          if (server.name !== name) continue;
          const read = () => host.logs(name, explainingLines);
          explained = await explainedAnswer(error, context.log, deployment, read);
          await host.stop(name);
        }
        throw explained;
      }
    },
    'promote-candidate': async (step) => {
      const [, to = ''] = /\/rename\?name=([\w.-]+)/.exec(step.request.path) ?? [];
      // The same content, that has ended.
      await hostOf(step).remove(to);
      await hostOf(step).rename(serverOf(step.request), to);
    },
    'swap-server': async (step, context) => {
      const request = filled(step, context);
      const port = context.input.deployment.settings.port ?? 0;
      const name = serverOf(request);
      await swapServer(serverPorts(step, context), { name, port, spec: request.body ?? {} });
    },
    'remove-server': (step) => hostOf(step).remove(serverOf(step.request)),
  };
}

interface Found {
  readonly host: ServerHost;
  readonly server: ScoringServer;
}

/** Every server of a service, whatever runs it. */
async function find(ports: LocalPorts, { service, deployment }: ServiceRef): Promise<readonly Found[]> {
  const inHost = async (host: ServerHost): Promise<readonly Found[]> =>
    (await serversOf(host, service)).map((server) => ({ host, server }));
  const inContainers = inHost(ports.containers).catch((error: unknown) => {
    // Without Docker there are no containers to find.
    if (dockerMissing(error)) return [];
    throw error;
  });
  const all = [...(await inContainers), ...(await inHost(ports.processes))];
  return all.filter(({ server }) => deployment === undefined || server.labels['deployment'] === deployment);
}

async function findServing(ports: LocalPorts, ref: ServiceRef): Promise<Found> {
  const all = await find(ports, ref);
  const proved = all.filter(({ server }) => !isCandidate(server));
  const found = proved.find(({ server }) => server.state === 'running') ?? proved[0] ?? all[0];
  if (found) return found;
  throw fail('LocalServiceNotFound', { service: ref.service, place: 'this machine' });
}

export function createLocalTarget(ports: LocalPorts): DeployTarget {
  return {
    look: (input) => look(ports, input),
    steps: stepsOf(ports),

    async service(ref) {
      const all = await find(ports, ref);
      const proved = all.map(({ server }) => server).filter((server) => !isCandidate(server));
      if (all.length === 0) return undefined;
      const serving = proved.find(({ state }) => state === 'running');
      const port = serving?.hostPort;
      return {
        name: ref.service,
        state: serving?.state ?? proved[0]?.state ?? 'candidate only',
        ...(port !== undefined && {
          scoringUri: `${addressOf(port)}/score`,
          swaggerUri: `${addressOf(port)}/swagger.json`,
        }),
        deployments: all.map(({ server }) => ({
          name: server.labels['deployment'] ?? server.name,
          state: server.state,
          share: server === serving ? 100 : 0,
          tags: server.labels,
        })),
      };
    },

    async logs(ref, tail) {
      const { host, server } = await findServing(ports, ref);
      return host.logs(server.name, tail);
    },

    async invoke(ref, body) {
      const { server } = await findServing(ports, ref);
      if (server.hostPort === undefined)
        throw fail('LocalServiceNotFound', {
          service: ref.service,
          place: `this machine (it is ${server.state})`,
        });
      return ports.scoring.score({ uri: `${addressOf(server.hostPort)}/score`, body });
    },

    async delete(ref) {
      for (const { host, server } of await find(ports, ref)) await host.remove(server.name);
      if (ref.deployment === undefined) await ports.folder.remove(folderOf(ports, ref.service));
    },
  };
}
