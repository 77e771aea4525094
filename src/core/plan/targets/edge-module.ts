// IoT Edge: an image of our own as a module of a layered deployment; the device keeps everything else it has.
import { invalidKey, keyNotSupported } from '../../config/origin.ts';
import { canonicalJson, hashValue } from '../../deploy/content-hash.ts';
import { contentTag } from '../../deploy/content-tag.ts';
import { given } from '../../given.ts';
import { iotHub } from '../api-versions.ts';
import type { PlanInput, WhatIsThere } from '../plan.ts';
import { dockerOptions } from './docker-options.ts';
import { buildSteps, registryOf } from './registry-build.ts';
import { putBecause } from './running.ts';
import { scoringImage } from './scoring-image.ts';
import { checkServiceName } from './service-name.ts';
import type { TargetPlan } from './target-plan.ts';

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The user's own options win, group by group. */
function merged(ours: object, theirs: object): object {
  const result: Record<string, unknown> = { ...ours };
  for (const [name, value] of Object.entries(theirs)) {
    const own = result[name];
    result[name] = isMap(own) && isMap(value) ? merged(own, value) : value;
  }
  return result;
}

/** A dot separates the levels of a twin; in the name of a label it would be one. */
export const labelName = (name: string): string => name.replaceAll('.', '-');

const lineageLabels = ({ lineage }: PlanInput) =>
  Object.fromEntries(Object.entries(lineage).map(([name, value]) => [labelName(name), value]));

function targetOf({ deployment }: PlanInput): { hub: string; condition: string } {
  const { iotHub: hub, deviceId, targetCondition } = deployment.settings;
  const missing = (key: string, reason: string, instead: string) =>
    keyNotSupported(deployment.origin, key, { reason, instead });
  if (hub === undefined)
    throw missing('iotHub', 'nobody says which hub', "Give 'iotHub', e.g. example.azure-devices.net.");
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(hub))
    throw invalidKey(deployment.origin, 'iotHub', 'must be a host name');
  if (deviceId !== undefined && !/^[A-Za-z0-9\-:.+%_#*?!(),@$=]{1,128}$/.test(deviceId))
    throw invalidKey(deployment.origin, 'deviceId', 'must be 1 to 128 letters, digits and -:.+%_#*?!(),@$=');
  const condition = deviceId === undefined ? targetCondition : `deviceId='${deviceId}'`;
  if (condition === undefined)
    throw missing('targetCondition', 'nobody says which devices', "Give 'deviceId' or 'targetCondition'.");
  return { hub, condition };
}

function modulesContent(
  input: PlanInput,
  image: string,
  variables: Readonly<Record<string, string>>,
): object {
  const { settings } = input.deployment;
  const module = settings.moduleName ?? input.service;
  const options = merged(dockerOptions(input.deployment, input.inference), settings.createOptions ?? {});
  const env = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]));
  const routes = Object.entries(settings.routes ?? {}).map(([name, route]) => [
    `properties.desired.routes.${name}`,
    route,
  ]);
  return {
    $edgeAgent: {
      [`properties.desired.modules.${module}`]: {
        settings: { image, createOptions: canonicalJson(options) },
        type: 'docker',
        status: 'running',
        restartPolicy: 'always',
        version: '1.0',
        env,
      },
    },
    ...(routes.length > 0 && { $edgeHub: Object.fromEntries(routes) as object }),
    [module]: { 'properties.desired': {} },
  };
}

export function planEdgeModule(input: PlanInput, now: WhatIsThere): TargetPlan {
  const { settings } = input.deployment;
  const name = checkServiceName(input.service);
  const { hub, condition } = targetOf(input);
  const run = scoringImage(input, now);
  const { server } = registryOf(input, now);
  const content = {
    modulesContent: modulesContent(input, `${server}/${name}:${run.tag}`, run.variables),
  };
  const body = { content, targetCondition: condition, priority: settings.priority ?? 10 };
  const labels = { ...given({ description: input.inference?.description }), ...settings.tags };
  const hash = hashValue({ body, labels }).slice(0, 16);
  const warnings = [
    `The devices sign in to ${server} by their base deployment: it must hold the registry's credentials.`,
  ];
  const because = putBecause(`IoT Edge configuration '${name}'`, hash, now);
  if (because === undefined) return { steps: [], warnings };
  return {
    warnings,
    steps: [
      ...buildSteps(input, now, run),
      {
        kind: 'put-edge-configuration',
        ...because,
        request: {
          system: 'iot-hub',
          method: 'PUT',
          path: `https://${hub}/configurations/${name}`,
          apiVersion: iotHub,
          body: {
            id: name,
            schemaVersion: '1.0',
            labels: { ...labels, ...lineageLabels(input), [labelName(contentTag)]: hash },
            ...body,
          },
        },
      },
    ],
  };
}
