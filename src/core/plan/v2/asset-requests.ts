// The requests that register what a file of `az ml` v2 defines in place.
import { stringify } from 'yaml';
import type { EnvironmentYaml, ModelYaml } from '../../config/v2/assets.ts';
import { given } from '../../given.ts';

/** @param texts content of the conda file that is named, and the address that the build context goes to */
export function environmentRequest(
  yaml: EnvironmentYaml,
  texts: { readonly condaText?: string; readonly contextUri?: string },
): object {
  const { inference_config: routes, build } = yaml;
  const conda =
    typeof yaml.conda_file === 'object'
      ? stringify(yaml.conda_file, { sortMapEntries: true })
      : yaml.conda_file && texts.condaText;
  const contextUri = texts.contextUri ?? build?.path;
  return {
    properties: {
      osType: yaml.os_type === 'windows' ? 'Windows' : 'Linux',
      ...given({
        image: yaml.image,
        condaFile: conda,
        build:
          build && contextUri !== undefined
            ? {
                contextUri: contextUri.replace(/\/*$/, '/'),
                dockerfilePath: build.dockerfile_path ?? 'Dockerfile',
              }
            : undefined,
        inferenceConfig: routes && {
          livenessRoute: routes.liveness_route,
          readinessRoute: routes.readiness_route,
          scoringRoute: routes.scoring_route,
        },
        description: yaml.description,
        tags: yaml.tags,
        properties: yaml.properties,
      }),
    },
  };
}

/** @param modelUri where the files are or are uploaded to */
export const modelRequest = (yaml: ModelYaml, modelUri: string): object => ({
  properties: {
    modelUri,
    modelType: yaml.type ?? 'custom_model',
    ...given({
      description: yaml.description,
      tags: yaml.tags,
      properties: yaml.properties,
      stage: yaml.stage,
      flavors:
        yaml.flavors &&
        Object.fromEntries(
          Object.entries(yaml.flavors).map(([name, data]) => [name, { data: asTexts(data) }]),
        ),
    }),
  },
});

const asTexts = (data: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(data ?? {}).map(([name, value]) => [name, String(value)]));
