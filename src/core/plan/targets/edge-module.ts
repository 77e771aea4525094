// IoT Edge: an image of our own as a module of a layered deployment; the device keeps everything else it has.
import { canonicalJson, hashValue } from '../../deploy/content-hash.ts';
import { contentTag } from '../../deploy/content-tag.ts';
import { given } from '../../given.ts';
import { lineageLabels } from '../../lineage/lineage-labels.ts';
import type { PlanInput, WhatIsThere } from '../plan.ts';
import { dockerOptions } from './docker-options.ts';
import { labelName, labelsOf } from './edge-labels.ts';
import { layerId, layerSteps } from './edge-layers.ts';
import { edgeTarget } from './edge-target.ts';
import { buildSteps, registryOf } from './registry-build.ts';
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

function modulesContent(
  input: PlanInput,
  { name: module, image }: { readonly name: string; readonly image: string },
  variables: Readonly<Record<string, string>>,
): object {
  const { settings } = input.deployment;
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
    [module]: { 'properties.desired': settings.propertiesDesired ?? {} },
  };
}

export function planEdgeModule(input: PlanInput, now: WhatIsThere): TargetPlan {
  const { settings } = input.deployment;
  const name = checkServiceName(input.service);
  const { hub, condition } = edgeTarget(input.deployment);
  const run = scoringImage(input, now);
  const { server } = registryOf(input, now);
  const module = { name: settings.moduleName ?? name, image: `${server}/${name}:${run.tag}` };
  const content = { modulesContent: modulesContent(input, module, { ...run.variables, ...run.secrets }) };
  const priority = settings.priority ?? 10;
  const labels = labelsOf({ ...given({ description: input.inference?.description }), ...settings.tags });
  const hash = hashValue({ content, targetCondition: condition, priority, labels }).slice(0, 16);
  const id = layerId(name, hash);
  const body = {
    id,
    schemaVersion: '1.0',
    labels: { ...labels, ...lineageLabels(input.lineage), [labelName(contentTag)]: hash },
    content,
    targetCondition: condition,
  };
  return {
    warnings: [
      `The devices sign in to ${server} by their base deployment: it must hold the registry's credentials.`,
    ],
    deployment: id,
    steps: layerSteps({ hub, id, priority, body, module }, buildSteps(input, now, run), now),
  };
}
