// The steps that build, start, test and swap a scoring server of this machine, in a container or as a process.
import { given } from '../../../core/given.ts';
import { fillRequest } from '../../../core/plan/bindings.ts';
import type { PlannedRequest, PlanStep } from '../../../core/plan/plan.ts';
import { candidateSuffix } from '../../../core/plan/targets/local-roll-out.ts';
import type { RegistrySignIn } from '../../../ports/container-engine.ts';
import type { ServerHost } from '../../../ports/server-host.ts';
import type { ApplyStep, DeployTarget, StepContext } from '../deploy-target.ts';
import { runSmokeTests } from '../rollout/run-smoke-tests.ts';
import { testsOf } from '../rollout/smoke-test.ts';
import { withBuildLog } from './build-log.ts';
import { findServers, folderOf, type LocalPorts } from './local-places.ts';
import { addressOf, startServer, swapServer } from './local-servers.ts';
import { modelToFolder } from './model-to-folder.ts';
import { explainedAnswer, explainingLines } from './show-logs.ts';
import { uploadable } from './uploadable.ts';

const isDocker = ({ request }: PlanStep): boolean => request.system === 'docker';

/** The server that a request's path names: `?name=` of a new one, or the path's own. */
function serverOf({ path }: PlannedRequest): string {
  const [, created] = /\/create\?name=([\w.-]+)/.exec(path) ?? [];
  const [, named] = /^\/(?:containers|servers)\/([\w.-]+)/.exec(path) ?? [];
  const name = created ?? named;
  if (name === undefined) throw new Error(`'${path}' names no server.`);
  return name;
}

export function localSteps(ports: LocalPorts): DeployTarget['steps'] {
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
        for (const { host, server } of await findServers(ports, { ...input, deployment })) {
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
