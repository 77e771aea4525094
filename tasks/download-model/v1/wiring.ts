// Wires the adapters to the download flow. Loaded after the task's first log line: the SDKs are the slow part of a start.
import { createCredential } from '../../../src/adapters/azure-identity/credential.ts';
import { createArmClient } from '../../../src/adapters/azure-ml/arm/client.ts';
import { createModelStores } from '../../../src/adapters/azure-ml/datastores.ts';
import { createModelRegistry } from '../../../src/adapters/azure-ml/model-registry.ts';
import { createModelFiles } from '../../../src/adapters/azure-storage/model-files.ts';
import { systemClock } from '../../../src/adapters/local/clock.ts';
import { writeText } from '../../../src/adapters/local/write-text.ts';
import type { ServiceConnection } from '../../../src/core/service-connection.ts';
import {
  downloadModel,
  type DownloadModelRequest,
  type DownloadReport,
} from '../../../src/flows/download-model.ts';
import type { TaskHost } from '../../../src/ports/task-host.ts';

export async function download(
  connection: ServiceConnection,
  request: DownloadModelRequest,
  { log, match, progress }: TaskHost,
): Promise<DownloadReport> {
  const credential = createCredential(connection);
  const options = { connection, credential, log, clock: systemClock };
  return downloadModel(request, {
    registry: createModelRegistry(options),
    stores: createModelStores(createArmClient(options)),
    files: createModelFiles(credential),
    writeText,
    match,
    progress,
    log,
    clock: systemClock,
    random: Math.random,
  });
}
