// Between the bodies of Azure Resource Manager, which plans are written in, and the package's flattened models.
import type {
  Container,
  ContainerGroup as GroupModel,
  Event as GroupEvent,
} from '@azure/arm-containerinstance';
import * as z from 'zod';
import { given } from '../../core/given.ts';
import type { ContainerGroup } from '../../ports/container-groups.ts';

const bodyShape = z.looseObject({
  properties: z.looseObject({
    containers: z.array(z.looseObject({ name: z.string(), properties: z.looseObject({}) })),
  }),
});

/** What the package wants for a body like `{location, properties: {containers: [{name, properties}]}}`. */
export function modelOf(body: object): GroupModel {
  const { properties, ...rest } = bodyShape.parse(body);
  const containers = properties.containers.map(({ name, properties: of }) => ({ name, ...of }));
  return { ...rest, ...properties, containers } as unknown as GroupModel;
}

/** What the service adds to a container and does not take back. */
function writable(container: Container): object {
  const properties = Object.entries(container).filter(([key]) => !['name', 'instanceView'].includes(key));
  return { name: container.name, properties: Object.fromEntries(properties) };
}

const readOnly = ['id', 'name', 'type', 'provisioningState', 'instanceView', 'containers'];
const outside = ['location', 'tags', 'zones', 'identity'];

/** The body that would make the group as it is, but for its secrets. */
function bodyOf(model: GroupModel): object {
  const all = Object.entries<unknown>({ ...model }).filter(
    ([key, value]) => !readOnly.includes(key) && value !== undefined,
  );
  const properties = Object.fromEntries(all.filter(([key]) => !outside.includes(key)));
  const { ports, type, dnsNameLabel } = model.ipAddress ?? {};
  return {
    ...Object.fromEntries(all.filter(([key]) => outside.includes(key))),
    properties: {
      ...properties,
      ...(ports && { ipAddress: { ports, type, ...given({ dnsNameLabel }) } }),
      containers: model.containers.map(writable),
    },
  };
}

/** That a container is started again says nothing about why it ended. */
const warningsIn = (events: readonly GroupEvent[]): readonly string[] =>
  events
    .filter(({ type, name }) => type === 'Warning' && name !== 'BackOff')
    .map(({ message = '', count = 1 }) => `${message} (${count} ${count === 1 ? 'time' : 'times'})`);

export function groupOf(model: GroupModel, name: string): ContainerGroup {
  const { ipAddress, containers, provisioningState, instanceView, location = '', tags } = model;
  const { ip, fqdn } = ipAddress ?? {};
  return {
    name,
    provisioningState: provisioningState ?? 'Unknown',
    state: instanceView?.state ?? 'Unknown',
    location,
    tags: tags ?? {},
    containers: containers.map(({ name: container, image, instanceView: view }) => ({
      name: container,
      image,
      state: view?.currentState?.state ?? 'Waiting',
      detail: view?.currentState?.detailStatus ?? '',
      restarts: view?.restartCount ?? 0,
      warnings: warningsIn(view?.events ?? []),
    })),
    ...given({ ip, fqdn }),
    ports: (ipAddress?.ports ?? []).map(({ port }) => port),
    body: bodyOf(model),
  };
}
