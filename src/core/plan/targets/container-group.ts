// Azure Container Instances: an image of our own in a container group; Azure Machine Learning does not front it any more.
import { invalidKey } from '../../config/origin.ts';
import { hashValue } from '../../deploy/content-hash.ts';
import { contentTag } from '../../deploy/content-tag.ts';
import { given } from '../../given.ts';
import { containerInstance, registryCredentials } from '../api-versions.ts';
import type { PlanInput, PlanStep, WhatIsThere } from '../plan.ts';
import { proxyContainer, proxySize, type Proxy } from './proxy-container.ts';
import { buildSteps, registryOf } from './registry-build.ts';
import { putBecause } from './running.ts';
import { scoringImage, scoringPort, type ScoringImage } from './scoring-image.ts';
import { checkServiceName } from './service-name.ts';
import type { TargetPlan } from './target-plan.ts';

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

function groupOf({ workspace }: PlanInput): string {
  return `/subscriptions/${workspace.subscriptionId}/resourceGroups/${workspace.resourceGroup}/providers`;
}

function address(input: PlanInput, port: number): object {
  const { settings } = input.deployment;
  const ports = [{ port, protocol: 'TCP' }];
  if (settings.subnetName !== undefined) return { type: 'Private', ports };
  // v1 made one up; this one stays the same from run to run.
  const label = `${input.service}-${hashValue([groupOf(input), input.service]).slice(0, 8)}`;
  return { type: 'Public', ports, dnsNameLabel: settings.dnsNameLabel ?? label };
}

function groupProperties(
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
      environmentVariables: Object.entries(run.variables).map(([name, value]) => ({ name, value })),
      resources: body,
      ...given({
        livenessProbe: probe(settings.livenessProbeRequirements),
        readinessProbe: probe(settings.readinessProbeRequirements),
      }),
    },
  };
  const subnet = `${groupOf(input)}/Microsoft.Network/virtualNetworks/${vnetName}/subnets/${subnetName}`;
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

export function planContainerGroup(input: PlanInput, now: WhatIsThere): TargetPlan {
  const { settings } = input.deployment;
  const name = checkServiceName(input.service);
  const run = scoringImage(input, now);
  const registry = registryOf(input, now);
  const proxy = proxyContainer(input);
  const image = `${registry.server}/${name}:${run.tag}`;
  const { properties, warnings } = groupProperties(input, image, { run, proxy });
  const location = settings.location ?? now.location;
  const description = input.inference?.description;
  const tags = { ...given({ description }), ...settings.tags };
  const content = hashValue({ location, properties, tags }).slice(0, 16);
  const because = putBecause(`container group '${name}'`, content, now);
  if (because === undefined) return { steps: [], warnings };
  const credentials: PlanStep = {
    kind: 'read-registry-key',
    why: `read a key of ${registry.server}, because the group pulls its image with it`,
    request: {
      system: 'azure',
      method: 'POST',
      path: `${registry.id}/listCredentials`,
      apiVersion: registryCredentials,
    },
  };
  const put: PlanStep = {
    kind: 'create-container-group',
    ...because,
    request: {
      system: 'azure',
      method: 'PUT',
      path: `${groupOf(input)}/Microsoft.ContainerInstance/containerGroups/${name}`,
      apiVersion: containerInstance,
      body: { location, tags: { ...tags, ...input.lineage, [contentTag]: content }, properties },
    },
  };
  return { steps: [...buildSteps(input, now, run), credentials, put, testOf(name)], warnings };
}

const testOf = (name: string): PlanStep => ({
  kind: 'test-deployment',
  why: `test '${name}' with a request of its own`,
  request: { system: 'scoring', method: 'POST', path: '{scoringUri}' },
});
