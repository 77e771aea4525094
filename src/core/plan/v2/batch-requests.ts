// The requests that the files of `az ml` v2 stand for: batch endpoints and deployments.
import type { BatchDeploymentYaml, BatchEndpointYaml } from '../../config/v2/batch-files.ts';
import { isoDuration } from '../../deploy/online-body.ts';
import { given } from '../../given.ts';
import type { Workspace } from '../../workspace.ts';
import { computeId, identityBody } from './online-requests.ts';
import type { DeploymentIds } from './yaml-assets.ts';

const outputActions = { append_row: 'AppendRow', summary_only: 'SummaryOnly' } as const;
const loggingLevels = { debug: 'Debug', info: 'Info', warning: 'Warning' } as const;

/** Without a default: the endpoint is put before its deployments. */
export function batchEndpointRequest(yaml: BatchEndpointYaml, location: string) {
  return {
    location: yaml.location ?? location,
    ...given({ tags: yaml.tags }),
    identity: identityBody(yaml.identity),
    properties: {
      authMode: 'AADToken',
      ...given({
        description: yaml.description,
        properties: yaml.properties,
      }),
    },
  };
}

export function batchDeploymentRequest(
  yaml: BatchDeploymentYaml,
  { workspace, location }: { readonly workspace: Workspace; readonly location: string },
  ids: DeploymentIds,
) {
  // Newer files have a group `settings`; a key stands in one of the two places.
  const all = { ...yaml, ...yaml.settings };
  const { retry_settings: retry, code_configuration: code } = all;
  const instanceCount = yaml.resources?.instance_count ?? yaml.settings?.instance_count;
  const resources = given({ instanceCount, instanceType: yaml.resources?.instance_type });
  return {
    location: yaml.location ?? location,
    ...given({ tags: yaml.tags }),
    properties: {
      ...(ids.model !== undefined && { model: { referenceType: 'Id', assetId: ids.model } }),
      compute: computeId(yaml.compute ?? '', workspace),
      ...given({
        description: yaml.description,
        properties: yaml.properties,
        environmentId: ids.environment,
        codeConfiguration:
          code && ids.code ? { codeId: ids.code, scoringScript: code.scoring_script } : undefined,
        environmentVariables: all.environment_variables,
        resources: Object.keys(resources).length > 0 ? resources : undefined,
        miniBatchSize: all.mini_batch_size,
        maxConcurrencyPerInstance: all.max_concurrency_per_instance,
        errorThreshold: all.error_threshold,
        retrySettings:
          retry &&
          given({
            maxRetries: retry.max_retries,
            timeout: retry.timeout === undefined ? undefined : isoDuration(retry.timeout * 1000),
          }),
        outputAction: all.output_action && outputActions[all.output_action],
        outputFileName: all.output_file_name,
        loggingLevel: all.logging_level && loggingLevels[all.logging_level],
      }),
    },
  };
}
