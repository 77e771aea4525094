// Makes a run of a pipeline: parameters and payload into the YAML, a version for every build resource.
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Json } from '../data-sources/template-path.ts';
import type { Organization } from '../organization.ts';
import { defaultVersion } from '../releases/artifact-lookup.ts';
import { lookupContext } from '../releases/create-release.ts';
import { releaseName } from '../releases/release-name.ts';
import { invalidRequest } from '../rest/vss-error.ts';
import { asSource, readBuildResource, type BuildResource } from './build-resource.ts';
import { expandExpressions } from './expressions.ts';
import type { Pipeline, PipelineRun, RunTrigger } from './pipeline-store.ts';
import { parseYaml, readPipeline, type PipelineYaml } from './pipeline-yaml.ts';
import { parameterValues } from './template-parameters.ts';

export const runParameters = z.looseObject({
  previewRun: z.boolean().nullish(),
  yamlOverride: z.string().nullish(),
  resources: z
    .looseObject({ builds: z.record(z.string(), z.looseObject({ version: z.string().nullish() })).nullish() })
    .nullish(),
  templateParameters: z.record(z.string(), z.string()).nullish(),
  variables: z
    .record(z.string(), z.looseObject({ value: z.string().nullish(), isSecret: z.boolean().nullish() }))
    .nullish(),
});

export interface RunOrder {
  readonly pipeline: Pipeline;
  readonly yaml?: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly templateParameters: Readonly<Record<string, string>>;
  readonly variables: PipelineRun['variables'];
  readonly trigger?: RunTrigger;
  readonly now: Date;
}

export interface ExpandedPipeline {
  readonly yaml: PipelineYaml;
  readonly builds: readonly BuildResource[];
  readonly finalYaml: string;
  readonly templateParameters: Readonly<Record<string, string>>;
}

const declaredParameters = z.looseObject({
  parameters: z.unknown().optional(),
  resources: z.unknown().optional(),
});

/** Expands and checks. `payload` is what the web hook resource of that alias received. */
export function expandPipeline(
  organization: Organization,
  text: string,
  given: Readonly<Record<string, string>> | undefined,
  payload: Readonly<Record<string, Json>> = {},
): ExpandedPipeline {
  const tree = declaredParameters.safeParse(parseYaml(text));
  if (!tree.success) throw invalidRequest('The YAML of the pipeline is not valid: it is not a mapping.');
  const head = readPipeline({ parameters: tree.data.parameters, resources: tree.data.resources, steps: [] });
  const declared = given === undefined ? withPlaceholders(head) : head.parameters;
  const templateParameters = parameterValues(declared, given ?? {});
  const hooks = Object.fromEntries(head.resources.webhooks.map(({ webhook }) => [webhook, {}]));
  const expanded = expandExpressions(tree.data, { ...hooks, ...templateParameters, ...payload });
  const yaml = readPipeline(expanded);
  const builds = yaml.resources.builds.map((build) => readBuildResource(organization, build));
  return { yaml, builds, finalYaml: stringify(expanded), templateParameters };
}

/** Saving a pipeline checks its form before anybody has given a value. */
function withPlaceholders({ parameters }: PipelineYaml): PipelineYaml['parameters'] {
  const placeholders = { string: '', number: '0', boolean: 'false' };
  return parameters.map((each) => ({
    ...each,
    default: each.default ?? each.values?.[0] ?? placeholders[each.type],
  }));
}

async function resolveVersions(
  organization: Organization,
  builds: readonly BuildResource[],
  given: Readonly<Record<string, string>>,
): Promise<PipelineRun['builds']> {
  const unknown = Object.keys(given).find((alias) => !builds.some((build) => build.alias === alias));
  if (unknown !== undefined)
    throw invalidRequest(`The pipeline has no build resource with the alias '${unknown}'.`);
  const context = lookupContext(organization);
  const resolved = builds.map(async (build) => {
    const version =
      given[build.alias] ?? build.version ?? (await defaultVersion(context, asSource(build))).id;
    return [build.alias, { type: build.type.name, version }] as const;
  });
  return Object.fromEntries(await Promise.all(resolved));
}

/** Stores the run; nothing of it has begun. Throws VssError 400 for what the service would refuse. */
export async function createRun(
  organization: Organization,
  order: RunOrder,
): Promise<{ readonly run: PipelineRun; readonly expanded: ExpandedPipeline }> {
  const { pipelines } = organization;
  const { pipeline, trigger, now } = order;
  const payload = trigger?.category === 'webhook' ? { [trigger.alias]: trigger.info as Json } : {};
  const text = order.yaml ?? pipeline.yaml;
  const expanded = expandPipeline(organization, text, order.templateParameters, payload);
  const builds = await resolveVersions(organization, expanded.builds, order.versions);
  const runs = pipelines.runsOf(pipeline.id);
  const format = expanded.yaml.name ?? '$(Date:yyyyMMdd).$(Rev:r)';
  const run: PipelineRun = {
    id: pipelines.nextRunId(),
    pipeline,
    reason: trigger === undefined ? 'manual' : 'resourceTrigger',
    trigger,
    createdDate: now.toISOString(),
    builds,
    variables: order.variables,
    templateParameters: expanded.templateParameters,
    finalYaml: expanded.finalYaml,
    logs: [],
    tags: [],
    name: releaseName(format, {}, now, (name) => runs.some((other) => other.name === name)),
    state: 'inProgress',
    errorMessage: '',
  };
  return { run, expanded };
}
