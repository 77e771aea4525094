// What runs in a service, for a person and for a program.
import { deployedModel, modelInWords } from '../../../src/core/lineage/model-use.ts';
import { factsOf, lineageInWords } from '../../../src/core/lineage/lineage-tags.ts';
import type { DeployedVersion, ServiceState } from '../../../src/flows/deploy/deploy-target.ts';

const modelName = (reference: string): string => {
  const model = deployedModel(reference);
  return model === undefined ? reference : modelInWords(model);
};

function versionLines({ name, state, share, models = [], tags }: DeployedVersion): string[] {
  const parts = [name, ...(share === undefined ? [] : [`${share} %`]), state, ...models.map(modelName)];
  const lineage = lineageInWords(tags);
  return [`  ${parts.join('  ')}`, ...(lineage === undefined ? [] : [`    by ${lineage}`])];
}

export function statusText(service: ServiceState): string {
  const { name, state, authMode, scoringUri, swaggerUri, deployments } = service;
  const lineage = lineageInWords(service.tags ?? {});
  return [
    `${name}: ${state}${authMode === undefined ? '' : `, callers sign in by ${authMode}`}`,
    ...(scoringUri === undefined ? [] : [`  scoring  ${scoringUri}`]),
    ...(swaggerUri === undefined ? [] : [`  swagger  ${swaggerUri}`]),
    ...(lineage === undefined ? [] : [`  by ${lineage}`]),
    ...(deployments.length === 0 ? ['  no deployment'] : deployments.flatMap(versionLines)),
    '',
  ].join('\n');
}

/** One JSON object on one line. */
export function statusJson(service: ServiceState): string {
  const { tags = {}, deployments, ...rest } = service;
  const described = deployments.map(({ models = [], ...deployment }) => ({
    ...deployment,
    models: models.map((reference) => deployedModel(reference) ?? { reference }),
    lineage: factsOf(deployment.tags),
  }));
  return `${JSON.stringify({ ...rest, tags, lineage: factsOf(tags), deployments: described })}\n`;
}
