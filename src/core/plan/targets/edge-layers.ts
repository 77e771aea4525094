// From the layers of a service that are there to the one that shall be: the new one above, and the others away once it runs.
import { iotHub as apiVersion } from '../api-versions.ts';
import type { EdgeLayer, PlanStep, WhatIsThere } from '../plan.ts';

/** Of a configuration; the service's name is in front, so that its layers are found again. */
export const layerId = (service: string, content: string): string => `${service}-${content.slice(0, 12)}`;

export const isLayerOf = (service: string, id: string): boolean =>
  id.startsWith(`${service}-`) && /^[0-9a-f]{12}$/.test(id.slice(service.length + 1));

export interface WantedLayer {
  readonly hub: string;
  readonly id: string;
  /** What the deployment config asks for. */
  readonly priority: number;
  readonly body: object;
  readonly module: { readonly name: string; readonly image: string };
}

/** Above everything that the service has there: its earlier layer goes on below until this one has proved itself. */
function priorityAbove(others: readonly EdgeLayer[], asked: number): number {
  const highest = Math.max(-1, ...others.map(({ priority }) => priority));
  return Math.max(asked, highest + 1);
}

function requestTo({ hub }: WantedLayer, method: 'PUT' | 'POST' | 'DELETE', path: string, body?: object) {
  const request = { system: 'iot-hub', method, path: `https://${hub}${path}`, apiVersion } as const;
  return body === undefined ? request : { ...request, body };
}

const listed = (layers: readonly EdgeLayer[]) => layers.map(({ id }) => `'${id}'`).join(', ');

function priorityStep(wanted: WantedLayer, priority: number, why: string): PlanStep {
  const path = `/configurations/${wanted.id}`;
  return {
    kind: 'set-edge-priority',
    why,
    request: requestTo(wanted, 'PUT', path, { id: wanted.id, priority }),
  };
}

/** Brings the layer above its predecessors. */
function raise(wanted: WantedLayer, own: EdgeLayer | undefined, others: readonly EdgeLayer[]): PlanStep[] {
  const { id, body } = wanted;
  const priority = priorityAbove(others, wanted.priority);
  const below = others.length === 0 ? 'there is none' : `${listed(others)} serves another content below it`;
  if (own === undefined)
    return [
      {
        kind: 'put-edge-configuration',
        why: `create IoT Edge configuration '${id}' with priority ${priority}, because ${below}`,
        request: requestTo(wanted, 'PUT', `/configurations/${id}`, { ...body, priority }),
      },
    ];
  if (others.every((other) => other.priority < own.priority)) return [];
  return [priorityStep(wanted, priority, `raise '${id}' to priority ${priority}, because ${below}`)];
}

const awaitStep = (wanted: WantedLayer, others: readonly EdgeLayer[]): PlanStep => ({
  kind: 'await-edge-devices',
  module: wanted.module,
  why: `wait until the devices run '${wanted.id}', and take it away again if they do not, because ${others.length === 0 ? 'nobody has seen it run' : `${listed(others)} can go on`}`,
  request: requestTo(wanted, 'POST', '/devices/query', {
    query: `SELECT * FROM devices.modules WHERE moduleId = '$edgeAgent' AND is_defined(configurations.[[${wanted.id}]].status)`,
  }),
});

/**
 * @param build the steps that make the image, needed only by a layer that is not there
 * @returns nothing when the layer is alone, runs, and lies where it shall
 */
export function layerSteps(
  wanted: WantedLayer,
  build: readonly PlanStep[],
  { edge }: Pick<WhatIsThere, 'edge'>,
): readonly PlanStep[] {
  const { layers = [], state = '' } = edge ?? {};
  const own = layers.find(({ id }) => id === wanted.id);
  const others = layers.filter(({ id }) => id !== wanted.id);
  const raised = raise(wanted, own, others);
  const runs = own !== undefined && raised.length === 0 && state === 'running';
  const lies =
    own !== undefined && raised.length === 0 ? own.priority : priorityAbove(others, wanted.priority);
  return [
    ...(own === undefined ? build : []),
    ...raised,
    ...(runs ? [] : [awaitStep(wanted, others)]),
    ...others.map((other) => ({
      kind: 'delete-edge-configuration',
      why: `remove IoT Edge configuration '${other.id}', because '${wanted.id}' has taken its place`,
      request: requestTo(wanted, 'DELETE', `/configurations/${other.id}`),
      replaces: `IoT Edge configuration '${other.id}'`,
    })),
    ...(lies === wanted.priority
      ? []
      : [
          priorityStep(
            wanted,
            wanted.priority,
            `give '${wanted.id}' priority ${wanted.priority}, because nothing of it lies below any more`,
          ),
        ]),
  ];
}
