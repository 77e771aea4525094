// The body of a container group: the model's container, what stands in front of it, and where callers reach them.
import { invalidKey } from '../../config/origin.ts';
import { hashValue } from '../../deploy/content-hash.ts';
import { given } from '../../given.ts';
import type { PlanInput } from '../plan.ts';
import { proxySize, type Proxy } from './proxy-container.ts';
import { scoringPort, type ScoringImage } from './scoring-image.ts';

/** A group gets at least one core and one GB; a container in it may have less (container-instances-container-groups). */
const smallestGroup = { cpu: 1, memoryInGB: 1 };
/** v1's documentation: less than this. */
const memoryBound = 48;

const tenth = (amount: number) => Math.round(amount * 10) / 10;

function resources(input: PlanInput, proxy: Proxy | undefined): { body: object; warnings: string[] } {
  const { settings, origin } = input.deployment;
  const needs = settings.containerResourceRequirements;
  const { cpu = 0.1, memoryInGB = 0.5, cpuLimit, memoryInGBLimit } = needs ?? {};
  for (const [key, value] of Object.entries({ memoryInGB, memoryInGBLimit }))
    if (value !== undefined && value >= memoryBound)
      throw invalidKey(origin, `containerResourceRequirements.${key}`, `must be less than ${memoryBound}`);
  const beside = proxy ? proxySize : { cpu: 0, memoryInGB: 0 };
  const requests = {
    cpu: Math.max(cpu, tenth(smallestGroup.cpu - beside.cpu)),
    memoryInGB: Math.max(memoryInGB, tenth(smallestGroup.memoryInGB - beside.memoryInGB)),
  };
  const limits = given({
    cpu: cpuLimit === undefined ? undefined : Math.max(cpuLimit, requests.cpu),
    memoryInGB: memoryInGBLimit === undefined ? undefined : Math.max(memoryInGBLimit, requests.memoryInGB),
  });
  const isRaised = requests.cpu > cpu || requests.memoryInGB > memoryInGB;
  return {
    body: { requests, ...(Object.keys(limits).length > 0 && { limits }) },
    warnings: isRaised
      ? [
          `A container group has at least 1 core and 1 GB: the model gets ${requests.cpu} cores and ${requests.memoryInGB} GB instead of ${cpu} and ${memoryInGB}.`,
        ]
      : [],
  };
}

const probe = (settings: object | undefined) =>
  settings && { httpGet: { path: '/', port: scoringPort, scheme: 'http' }, ...given(settings) };

/** The providers of the workspace's resource group. */
export function providersOf({ workspace }: PlanInput): string {
  return `/subscriptions/${workspace.subscriptionId}/resourceGroups/${workspace.resourceGroup}/providers`;
}

function address(input: PlanInput, port: number): object {
  const { settings } = input.deployment;
  const ports = [{ port, protocol: 'TCP' }];
  if (settings.subnetName !== undefined) return { type: 'Private', ports };
  // v1 made one up; this one stays the same from run to run.
  const label = `${input.service}-${hashValue([providersOf(input), input.service]).slice(0, 8)}`;
  return { type: 'Public', ports, dnsNameLabel: settings.dnsNameLabel ?? label };
}

export function groupProperties(
  input: PlanInput,
  image: string,
  parts: { run: ScoringImage; proxy: Proxy | undefined },
) {
  const { settings } = input.deployment;
  const { run, proxy } = parts;
  const { body, warnings } = resources(input, proxy);
  const { vaultBaseUrl, keyName, keyVersion, vnetName, subnetName } = settings;
  const port = proxy?.port ?? scoringPort;
  const scoring = {
    name: 'scoring',
    properties: {
      image,
      ports: [{ port: scoringPort, protocol: 'TCP' }],
      environmentVariables: [
        ...Object.entries(run.variables).map(([name, value]) => ({ name, value })),
        ...Object.entries(run.secrets).map(([name, secureValue]) => ({ name, secureValue })),
      ],
      resources: body,
      ...given({
        livenessProbe: probe(settings.livenessProbeRequirements),
        readinessProbe: probe(settings.readinessProbeRequirements),
      }),
    },
  };
  const subnet = `${providersOf(input)}/Microsoft.Network/virtualNetworks/${vnetName}/subnets/${subnetName}`;
  const properties = {
    containers: [scoring, ...(proxy ? [proxy.container] : [])],
    imageRegistryCredentials: [
      { server: image.split('/', 1)[0], username: '{username}', password: '{password}' },
    ],
    ipAddress: address(input, port),
    osType: 'Linux',
    restartPolicy: 'Always',
    ...(proxy && { volumes: [proxy.volume] }),
    ...(subnetName !== undefined && { subnetIds: [{ id: subnet }] }),
    ...(vaultBaseUrl !== undefined && { encryptionProperties: { vaultBaseUrl, keyName, keyVersion } }),
  };
  return { properties, warnings };
}

/** What the service changes only by making the group anew: one hash of it, 16 hex digits. */
export function frameOf(
  location: string,
  properties: ReturnType<typeof groupProperties>['properties'],
): string {
  const { containers, ipAddress, osType, restartPolicy } = properties;
  const sizes = (containers as { name: string; properties: { resources: object } }[]).map(
    ({ name, properties: { resources } }) => ({ name, resources }),
  );
  const { subnetIds, encryptionProperties } = properties;
  const frame = { location, sizes, ipAddress, osType, restartPolicy, subnetIds, encryptionProperties };
  return hashValue(frame).slice(0, 16);
}
