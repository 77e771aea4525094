// The verb "invoke" of batch endpoints: files in, files out.
import type { ModelFiles } from '../../ports/model-files.ts';
import { collectOutput, type CollectedFile } from './collect-output.ts';
import { runBatchJob, type BatchJobPorts, type BatchJobRun } from './run-batch-job.ts';

export interface InvokeBatchRequest extends BatchJobRun {
  /** Absolute path of the folder that the output goes to. */
  readonly folder: string;
}

export interface InvokeBatchPorts extends BatchJobPorts {
  readonly files: ModelFiles;
}

export interface BatchReport {
  readonly job: string;
  readonly folder: string;
  readonly files: readonly CollectedFile[];
}

/** @throws what runBatchJob and collectOutput throw */
export async function invokeBatch(
  request: InvokeBatchRequest,
  ports: InvokeBatchPorts,
): Promise<BatchReport> {
  const { folder, workspace } = request;
  const { job, outputFolder } = await runBatchJob(request, ports);
  const container = await ports.stores.container(workspace, 'workspaceblobstore');
  const files = await collectOutput({ job: job.name, container, outputFolder }, folder, ports.files);
  ports.log.info(`Job '${job.name}' left ${files.length} file(s), now in '${folder}'.`);
  return { job: job.name, folder, files };
}
