// IoT Edge: a layer on an IoT Hub brings the module to devices; the earlier layer stays below until they run the new one.
import type { EdgeDeviceState } from '../../../core/edge/device-state.ts';
import { judgeDevices, rememberRunning } from '../../../core/edge/judge-devices.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import { tagsFromLabels } from '../../../core/lineage/lineage-labels.ts';
import type { Plan, PlanInput, PlanStep, WhatIsThere } from '../../../core/plan/plan.ts';
import { isLayerOf } from '../../../core/plan/targets/edge-layers.ts';
import { edgeTarget } from '../../../core/plan/targets/edge-target.ts';
import type {
  EdgeConfiguration,
  EdgeConfigurations,
  EdgeDevices,
} from '../../../ports/edge-configurations.ts';
import type { DeployedVersion, DeployTarget, ServiceRef, StepContext } from '../deploy-target.ts';
import { awaitEdgeDevices } from '../steps/await-edge-devices.ts';

/** How an image gets into a registry that the devices can reach. */
export interface EdgeImages {
  /** What the plan has to know of the registry, of the registered environment, of telemetry and of the image itself. */
  readonly look: (
    input: PlanInput,
  ) => Promise<Pick<WhatIsThere, 'location' | 'registry' | 'environment' | 'imageExists' | 'telemetry'>>;
  readonly steps: DeployTarget['steps'];
}

export interface EdgeModulePorts {
  readonly configurations: EdgeConfigurations;
  readonly devices: EdgeDevices;
  readonly images: EdgeImages;
}

/** Seconds that a module runs in one piece before it counts, where the config does not say how long it starts. */
const settleSeconds = 30;

/** Lowest first. */
const byPriority = (a: EdgeConfiguration, b: EdgeConfiguration): number =>
  a.priority - b.priority || (a.createdAt < b.createdAt ? -1 : 1);

async function layersOf({ configurations }: EdgeModulePorts, hub: string, service: string) {
  const all = await configurations.list(hub);
  return all.filter(({ id }) => isLayerOf(service, id)).toSorted(byPriority);
}

/** How a layer stands by the devices that it targets; nobody waits here, so what runs at this moment counts. */
function standing({ modules }: EdgeConfiguration, states: readonly EdgeDeviceState[]): string {
  const [[module, image] = ['', '']] = Object.entries(modules);
  const wanted = { module, image };
  const seen = rememberRunning(new Map(), states, wanted, 0);
  const { outcome } = judgeDevices(states, wanted, { seen, settleSeconds: 0, now: 0 });
  return outcome === 'nobody' ? 'without devices' : outcome;
}

async function look(ports: EdgeModulePorts, input: PlanInput): Promise<WhatIsThere> {
  const { hub } = edgeTarget(input.deployment);
  const [known, layers] = await Promise.all([ports.images.look(input), layersOf(ports, hub, input.service)]);
  const top = layers.at(-1);
  if (top === undefined) return known;
  const state = standing(top, await ports.devices.targeted(hub, top.id));
  return { ...known, edge: { layers: layers.map(({ id, priority }) => ({ id, priority })), state } };
}

const idOf = ({ request }: PlanStep): string => request.path.split('/').at(-1) ?? '';

function stepsOf(ports: EdgeModulePorts): DeployTarget['steps'] {
  const { configurations, images } = ports;
  const hubIn = ({ input }: StepContext) => edgeTarget(input.deployment).hub;
  return {
    ...images.steps,
    'put-edge-configuration': (step, context) =>
      configurations.create(hubIn(context), idOf(step), step.request.body ?? {}),
    'await-edge-devices': async ({ module }, context) => {
      const { input, plan } = context;
      const { initialDelaySeconds = settleSeconds } =
        input.deployment.settings.livenessProbeRequirements ?? {};
      await awaitEdgeDevices(
        { ...ports, ...context },
        {
          ...{ hub: hubIn(context), id: plan.deployment ?? '', settleSeconds: initialDelaySeconds },
          ...{ module: module?.name ?? '', image: module?.image ?? '' },
        },
      );
    },
    'set-edge-priority': (step, context) => {
      const priority = Number(Reflect.get(step.request.body ?? {}, 'priority'));
      return configurations.setPriority(hubIn(context), idOf(step), priority);
    },
    'delete-edge-configuration': (step, context) => configurations.delete(hubIn(context), idOf(step)),
  };
}

/** The new layer, if it may lie above an earlier one that is still there, and its devices have not shown that they run it. */
function unprovenLayer({ steps, deployment }: Plan, failed: PlanStep | undefined): string | undefined {
  const isAbove = steps.some(({ kind }) => kind === 'delete-edge-configuration');
  const begun = failed === undefined ? -1 : steps.indexOf(failed);
  const put = steps.findIndex(({ kind }) => kind === 'put-edge-configuration');
  const proof = steps.findIndex(({ kind }) => kind === 'await-edge-devices');
  return isAbove && begun >= Math.max(put, 0) && begun <= proof ? deployment : undefined;
}

/** The commands name the hub; a deployment has it from its config. */
function hubOf({ iotHub, service }: ServiceRef): string {
  if (iotHub !== undefined) return iotHub;
  throw fail('InputMissing', { input: `IoT Hub of '${service}'` });
}

const versionOf = (layer: EdgeConfiguration, states: readonly EdgeDeviceState[]): DeployedVersion => ({
  name: layer.id,
  state: standing(layer, states),
  tags: tagsFromLabels(layer.labels),
});

async function logsOf(ports: EdgeModulePorts, ref: ServiceRef, tail: number): Promise<string> {
  const hub = hubOf(ref);
  const top = (await layersOf(ports, hub, ref.service)).at(-1);
  if (top === undefined) return '';
  const [module = ref.service] = Object.keys(top.modules);
  const parts: string[] = [];
  for (const { device } of await ports.devices.targeted(hub, top.id))
    parts.push(`--- ${device}\n${(await ports.devices.logs(hub, { device, module, tail })).trimEnd()}`);
  return parts.join('\n');
}

export function createEdgeModuleTarget(ports: EdgeModulePorts): DeployTarget {
  const { configurations, devices } = ports;
  return {
    look: (input) => look(ports, input),
    steps: stepsOf(ports),

    async leave({ deployment, service }, { plan, failed, log }) {
      const id = plan && unprovenLayer(plan, failed);
      if (id === undefined) return;
      const { hub } = edgeTarget(deployment);
      if (!(await layersOf(ports, hub, service)).some((layer) => layer.id === id)) return;
      await configurations.delete(hub, id);
      log.warning(`'${id}' is removed, because nobody saw it run: the devices stay with the earlier layer.`);
    },

    async service(ref) {
      const hub = hubOf(ref);
      const layers = await layersOf(ports, hub, ref.service);
      const top = layers.at(-1);
      if (top === undefined) return undefined;
      const versions: DeployedVersion[] = [];
      for (const layer of layers) versions.push(versionOf(layer, await devices.targeted(hub, layer.id)));
      return { name: ref.service, state: versions.at(-1)?.state ?? '', deployments: versions };
    },

    logs: (ref, tail) => logsOf(ports, ref, tail),

    invoke: ({ service }) => Promise.reject(fail('EdgeModuleNotInvocable', { service })),

    async delete(ref) {
      const hub = hubOf(ref);
      for (const { id } of await layersOf(ports, hub, ref.service))
        if (ref.deployment === undefined || ref.deployment === id) await configurations.delete(hub, id);
    },
  };
}
