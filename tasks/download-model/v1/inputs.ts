// The inputs of the download task, typed.
import { fail } from '../../../src/core/errors/catalogue.ts';
import { parseModelReference } from '../../../src/core/model-reference.ts';
import type { ServiceConnection } from '../../../src/core/service-connection.ts';
import { targetWorkspace } from '../../../src/core/target-workspace.ts';
import type { DownloadModelRequest } from '../../../src/flows/download-model.ts';
import type { TaskHost } from '../../../src/ports/task-host.ts';

export interface DownloadInputs {
  readonly connection: ServiceConnection;
  readonly request: DownloadModelRequest;
}

/** @throws InputMissing, InputInvalid, RegistryNotDownloadable, and what reading the connection throws */
export function readInputs({ inputs, connections }: TaskHost): DownloadInputs {
  const connection = connections.azure('connection');
  const { name: model, version } = parseModelReference(
    inputs.required('definition'),
    inputs.optional('version'),
  );
  const registry = inputs.optional('registry');
  if (registry !== undefined) throw fail('RegistryNotDownloadable', { model, registry });
  // A classic release fills in downloadPath; a `downloadBuild` step of YAML gives the same folder as path.
  const folder = inputs.path('downloadPath') ?? inputs.path('path');
  if (folder === undefined) throw fail('InputMissing', { input: 'downloadPath' });
  const workspace = targetWorkspace(connection, {
    resourceGroup: inputs.optional('resourceGroup'),
    workspace: inputs.optional('workspace'),
  });
  return {
    connection,
    request: { workspace, model, version, folder, patterns: inputs.lines('itemPattern') },
  };
}
