// What the service refuses beyond the shape of a body: names, ports, sizes, volumes, addresses, and forbidden changes.
import { groupErrors } from './group-error.ts';
import type { ContainerRequest, GroupRequest } from './group-schemas.ts';

const nameOf = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const labelOf = /^[a-z][a-z0-9-]{3,61}[a-z0-9]$/;
const variableOf = /^[A-Za-z_][A-Za-z0-9_]*$/;
const base64Of = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The service's limits of a whole group. */
const smallest = { cpu: 1, memoryInGB: 1 };
const largest = { cpu: 31, memoryInGB: 240 };

type Rule = (name: string, request: GroupRequest) => string | undefined;

const sum = (request: GroupRequest, of: 'cpu' | 'memoryInGB') =>
  request.properties.containers.reduce((all, { properties }) => all + properties.resources.requests[of], 0);

export const coresOf = (request: GroupRequest): number => sum(request, 'cpu');

const portsOf = ({ properties }: ContainerRequest) => (properties.ports ?? []).map(({ port }) => port);

const twice = <T>(values: readonly T[]): T | undefined =>
  values.find((value, index) => values.indexOf(value) !== index);

const rules: readonly (readonly [code: string, rule: Rule])[] = [
  [
    'InvalidContainerGroupName',
    (name) =>
      nameOf.test(name)
        ? undefined
        : `The container group name '${name}' is invalid. It can contain only lowercase letters, numbers and hyphens, and be 1 to 63 characters long.`,
  ],
  [
    'InvalidContainerName',
    (name, { properties }) => {
      const names = properties.containers.map((container) => container.name);
      const bad = names.find((container) => !nameOf.test(container)) ?? twice(names);
      return bad === undefined
        ? undefined
        : `The container name '${bad}' in container group '${name}' is invalid or used twice.`;
    },
  ],
  [
    'InvalidPort',
    (name, { properties }) => {
      const port = twice(properties.containers.flatMap(portsOf));
      return port === undefined
        ? undefined
        : `The port '${port}' in container group '${name}' is used by several containers.`;
    },
  ],
  [
    'IpAddressPortNotExposed',
    (name, { properties }) => {
      const exposed = properties.containers.flatMap(portsOf);
      const port = properties.ipAddress?.ports.find((asked) => !exposed.includes(asked.port))?.port;
      return port === undefined
        ? undefined
        : `The IP address port '${port}' in container group '${name}' is not exposed by any of its containers.`;
    },
  ],
  [
    'InvalidEnvironmentVariable',
    (name, { properties }) => {
      const all = properties.containers.flatMap(
        (container) => container.properties.environmentVariables ?? [],
      );
      const bad = all.find(
        (variable) =>
          !variableOf.test(variable.name) ||
          (variable.value === undefined) === (variable.secureValue === undefined),
      );
      return bad === undefined
        ? undefined
        : `The environment variable '${bad.name}' in container group '${name}' is invalid: it needs a name of letters, digits and '_', and one of value and secureValue.`;
    },
  ],
  [
    'ResourceRequestsTooSmall',
    (name, request) =>
      coresOf(request) < smallest.cpu || sum(request, 'memoryInGB') < smallest.memoryInGB - 1e-9
        ? `The resource requests of container group '${name}' are below ${smallest.cpu} core and ${smallest.memoryInGB} GB.`
        : undefined,
  ],
  [
    'ResourceRequestsTooLarge',
    (name, request) =>
      coresOf(request) > largest.cpu || sum(request, 'memoryInGB') > largest.memoryInGB
        ? `The resource requests of container group '${name}' are above ${largest.cpu} cores or ${largest.memoryInGB} GB.`
        : undefined,
  ],
  [
    'InvalidResourceLimits',
    (name, { properties }) => {
      const bad = properties.containers.find(({ properties: { resources } }) => {
        const { requests, limits = {} } = resources;
        return (
          (limits.cpu ?? requests.cpu) < requests.cpu ||
          (limits.memoryInGB ?? requests.memoryInGB) < requests.memoryInGB
        );
      });
      return (
        bad && `The limits of container '${bad.name}' in container group '${name}' are below its requests.`
      );
    },
  ],
  [
    'InvalidVolume',
    (name, { properties }) => {
      const volumes = properties.volumes ?? [];
      const several = volumes.find((volume) => Object.keys(volume).length !== 2);
      if (several)
        return `The volume '${several.name}' in container group '${name}' must have exactly one kind.`;
      const coded = volumes.find(({ secret = {} }) =>
        Object.values(secret).some((value) => !base64Of.test(value)),
      );
      if (coded)
        return `The secret volume '${coded.name}' in container group '${name}' is not encoded in base64.`;
      const mounts = properties.containers.flatMap((container) => container.properties.volumeMounts ?? []);
      const lost = mounts.find((mount) => !volumes.some((volume) => volume.name === mount.name));
      return lost && `The volume '${lost.name}' in container group '${name}' is mounted, but not defined.`;
    },
  ],
  [
    'InvalidProbe',
    (name, { properties }) => {
      const bad = properties.containers.find(({ properties: { livenessProbe, readinessProbe } }) =>
        [livenessProbe, readinessProbe].some(
          (probe) => probe && (probe.exec === undefined) === (probe.httpGet === undefined),
        ),
      );
      return (
        bad &&
        `A probe of container '${bad.name}' in container group '${name}' needs one of exec and httpGet.`
      );
    },
  ],
  [
    'InvalidDnsNameLabel',
    (name, { properties }) => {
      const label = properties.ipAddress?.dnsNameLabel;
      return label === undefined || labelOf.test(label)
        ? undefined
        : `The DNS name label '${label}' in container group '${name}' is invalid. It can contain only lowercase letters, numbers and hyphens. The first character must be a letter. The last character must be a letter or number. The value must be between 5 and 63 characters long.`;
    },
  ],
  [
    'InvalidIpAddress',
    (name, { properties: { ipAddress, subnetIds } }) => {
      if (ipAddress?.type === 'Private' && (subnetIds ?? []).length === 0)
        return `The private IP address of container group '${name}' needs a subnet.`;
      if (ipAddress?.type === 'Private' && ipAddress.dnsNameLabel !== undefined)
        return `The private IP address of container group '${name}' cannot have a DNS name label.`;
      return ipAddress?.type === 'Public' && (subnetIds ?? []).length > 0
        ? `The container group '${name}' in a subnet cannot have a public IP address.`
        : undefined;
    },
  ],
];

/** @throws ArmError 400 with the first rule that is broken */
export function checkGroup(name: string, request: GroupRequest): void {
  for (const [code, rule] of rules) {
    const fault = rule(name, request);
    if (fault !== undefined) throw groupErrors.invalid(code, fault);
  }
  if (request.properties.osType === 'Windows') throw groupErrors.notEmulated('A Windows container');
}

/** What an update may not change: the group has to be deleted first. */
function fixedParts({ location, properties }: GroupRequest): string {
  const { osType, restartPolicy, subnetIds, ipAddress, containers, sku } = properties;
  const sizes = containers.map(({ name, properties: { resources } }) => [name, resources] as const);
  const { type, dnsNameLabel } = ipAddress ?? {};
  return JSON.stringify([location, osType, restartPolicy, subnetIds, type, dnsNameLabel, sizes, sku]);
}

/** @throws ArmError 400 */
export function checkUpdate(name: string, now: GroupRequest, next: GroupRequest): void {
  if (fixedParts(now) !== fixedParts(next)) throw groupErrors.invalidUpdate(name);
}
