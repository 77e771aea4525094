// Wires the adapters to the deploy flow. Loaded after the task's first log line: the SDKs are the slow part of a start.
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { createCredential } from '../../../src/adapters/azure-identity/credential.ts';
import { createCancellation } from '../../../src/adapters/local/cancellation.ts';
import { systemClock } from '../../../src/adapters/local/clock.ts';
import { createProjectFiles } from '../../../src/adapters/local/project-files.ts';
import { onFirstSignal } from '../../../src/adapters/local/signals.ts';
import { jobFolders } from '../../../src/adapters/pipeline-agent/job-folders.ts';
import { runClaim } from '../../../src/core/rollout/run-claim.ts';
import type { ServiceConnection } from '../../../src/core/service-connection.ts';
import {
  deployModel,
  type DeployModelRequest,
  type DeployReport,
} from '../../../src/flows/deploy/deploy-model.ts';
import type { TaskHost } from '../../../src/ports/task-host.ts';
import { createDeployPorts } from '../../../src/wiring/deploy-ports.ts';

/** Whoever writes the pipeline may name a file anywhere; what that file names lies beside it, or in the job's folders. */
function givenFolders(request: DeployModelRequest): readonly string[] {
  const { workingFolder, inferenceConfig, deploymentConfig, testRequest, rolloutFile } = request;
  const files = [inferenceConfig, deploymentConfig, testRequest, rolloutFile];
  const folders = [workingFolder, ...files.map((file) => file && dirname(file))];
  return folders.filter((folder) => folder !== undefined);
}

export async function deploy(
  connection: ServiceConnection,
  request: DeployModelRequest,
  { log, variables }: Pick<TaskHost, 'log' | 'variables'>,
): Promise<DeployReport> {
  const cancellation = createCancellation(systemClock);
  const { clock, checkpoint } = cancellation;
  const options = { connection, credential: createCredential(connection), log, clock };
  const claim = runClaim({
    variable: (name) => variables.get(name),
    uniqueId: randomUUID(),
    now: systemClock.now(),
  });
  const { also, ...job } = jobFolders((name) => variables.get(name));
  const files = createProjectFiles({ ...job, also: [...also, ...givenFolders(request)] });
  const hearNoMore = onFirstSignal((signal) => {
    log.warning(`Cancelling (${signal}): what is half done is left in order.`);
    cancellation.cancel(signal);
  });
  try {
    return await deployModel({ ...request, claim }, { ...createDeployPorts(options, files), checkpoint });
  } finally {
    hearNoMore();
  }
}
