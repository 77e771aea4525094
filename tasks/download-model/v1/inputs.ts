// The inputs of the download task, typed.
import { fail } from '../../../src/core/errors/catalogue.ts';
import { parseModelReference } from '../../../src/core/model/reference.ts';
import type { ServiceConnection } from '../../../src/core/service-connection.ts';
import { targetSource } from '../../../src/core/target-workspace.ts';
import type { DownloadModelRequest } from '../../../src/flows/download-model.ts';
import type { TaskHost } from '../../../src/ports/task-host.ts';

export interface DownloadInputs {
  readonly connection: ServiceConnection;
  readonly request: DownloadModelRequest;
}

/** @throws InputMissing, InputInvalid, and what reading the connection throws */
export function readInputs({ inputs, connections }: TaskHost): DownloadInputs {
  const connection = connections.azure('connection');
  const { name: model, version } = parseModelReference(
    inputs.required('definition'),
    inputs.optional('version'),
  );
  // A classic release fills in downloadPath; a `downloadBuild` step of YAML gives the same folder as path.
  const folder = inputs.path('downloadPath') ?? inputs.path('path');
  if (folder === undefined) throw fail('InputMissing', { input: 'downloadPath' });
  const registry = registryOf(inputs.optional('sourceType'), inputs.optional('registry'));
  const source = targetSource(connection, {
    resourceGroup: inputs.optional('resourceGroup'),
    workspace: inputs.optional('workspace'),
    registry,
  });
  return {
    connection,
    request: { source, model, version, folder, patterns: inputs.lines('itemPattern') },
  };
}

/** A source that was switched back to a workspace may still carry the name of a registry: its kind decides. */
function registryOf(sourceType: string | undefined, registry: string | undefined): string | undefined {
  if (sourceType === 'registry' && registry === undefined) throw fail('InputMissing', { input: 'registry' });
  return sourceType === 'workspace' ? undefined : registry;
}
