// Scores files with a batch endpoint: the input brought to where the cluster reads, a job started and waited for.
import type { BatchInput } from '../../core/batch/batch-input.ts';
import { hasEnded, type BatchJob } from '../../core/batch/batch-state.ts';
import { failuresInWords } from '../../core/batch/failed-batches.ts';
import { nextLookAfter } from '../../core/batch/job-pace.ts';
import type { PlannedFile } from '../../core/deploy/desired-assets.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { given } from '../../core/given.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { BatchEndpoints, BatchJobs } from '../../ports/batch-endpoints.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContainerUpload } from '../../ports/folder-upload.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelFiles, ModelStores, ReadBlob } from '../../ports/model-files.ts';
import { uploadable } from '../deploy/steps/uploadable.ts';
import { readJobLog } from './read-job-log.ts';

export interface BatchJobPorts {
  readonly endpoints: Pick<BatchEndpoints, 'get'>;
  readonly jobs: BatchJobs;
  readonly stores: Pick<ModelStores, 'container' | 'jobOutput'>;
  readonly upload: ContainerUpload;
  readonly files: Pick<ModelFiles, 'list'>;
  readonly readBlob: ReadBlob;
  /** A name that nobody else uses: the output of a job must begin with an empty folder. */
  readonly unique: () => string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface BatchJobRun {
  readonly workspace: Workspace;
  readonly endpoint: string;
  /** Absent: the default deployment. */
  readonly deployment?: string;
  readonly input: BatchInput;
  /** Minutes to wait for the job; default 24 hours. */
  readonly patienceMinutes?: number;
}

export interface FinishedBatchJob {
  readonly job: BatchJob;
  /** Folder of the default datastore that holds what the job wrote, without slashes at the ends. */
  readonly outputFolder: string;
}

/** The datastore that a workspace uploads to, and the folder in it that is ours. */
const store = 'workspaceblobstore';
const ownFolder = 'azureml-release/batch';
const dayInMinutes = 24 * 60;

const addressOf = (folder: string): string => `azureml://datastores/${store}/paths/${folder}/`;

async function upload(
  files: readonly PlannedFile[],
  folder: string,
  { workspace }: BatchJobRun,
  ports: BatchJobPorts,
): Promise<string> {
  if (files.length === 0) throw fail('BatchInputEmpty', { input: 'the given files' });
  const container = await ports.stores.container(workspace, store);
  await ports.upload(container, folder, files.map(uploadable));
  ports.log.info(`Uploaded ${files.length} file(s) to '${folder}' in ${store}.`);
  return addressOf(folder);
}

/** Looks until the job has ended, and tells of each change. */
async function waitFor(job: BatchJob, run: BatchJobRun, ports: BatchJobPorts): Promise<BatchJob> {
  const { clock, log, jobs } = ports;
  const { workspace, endpoint, patienceMinutes = dayInMinutes } = run;
  const started = clock.now().getTime();
  const elapsed = () => clock.now().getTime() - started;
  let now = job;
  for (let looks = 0; !hasEnded(now); looks += 1) {
    if (elapsed() >= patienceMinutes * 60_000)
      throw fail('BatchJobUnfinished', {
        ...{ job: now.name, endpoint, status: now.status, minutes: patienceMinutes },
      });
    await clock.sleep(nextLookAfter(looks));
    const next = (await jobs.get(workspace, now.name)) ?? now;
    if (next.status !== now.status)
      log.info(`Job '${next.name}': ${next.status} after ${Math.round(elapsed() / 1000)} s.`);
    now = next;
  }
  return now;
}

async function explain(job: BatchJob, { workspace, endpoint }: BatchJobRun, ports: BatchJobPorts) {
  const log = await readJobLog(workspace, job.name, ports);
  if (log !== '') ports.log.info(`Errors of job '${job.name}':\n${log}`);
  const reason = (job.reason ?? 'the service gives no reason').replace(/[\s.]+$/, '');
  return fail('BatchJobFailed', {
    ...{ job: job.name, endpoint, status: job.status, reason },
    ...{ failures: failuresInWords(log).replace(/\.$/, ''), page: job.page ?? '' },
  });
}

/**
 * Scores `run.input` and waits until the job has ended.
 *
 * @throws BatchJobFailed with the mini batches that failed, BatchJobUnfinished, BatchInputEmpty, AzureResourceNotFound, and
 *   what the ports throw
 */
export async function runBatchJob(run: BatchJobRun, ports: BatchJobPorts): Promise<FinishedBatchJob> {
  const { workspace, endpoint, deployment, input } = run;
  const state = await ports.endpoints.get(workspace, endpoint);
  if (state?.scoringUri === undefined)
    throw fail('AzureResourceNotFound', { resource: `batchEndpoints/${endpoint}` });
  const folder = `${ownFolder}/${endpoint}/${ports.unique()}`;
  const source =
    input.kind === 'address'
      ? { uri: input.uri, isFile: input.isFile }
      : { uri: await upload(input.files, `${folder}/input`, run, ports), isFile: false };
  const outputFolder = `${folder}/output`;
  const started = await ports.jobs.start({
    ...{ scoringUri: state.scoringUri, input: source, output: addressOf(outputFolder) },
    ...given({ deployment }),
  });
  ports.log.info(
    `Job '${started.name}' scores ${source.uri} with ${deployment ?? state.defaultDeployment ?? 'the default deployment'}${started.page === undefined ? '' : `: ${started.page}`}`,
  );
  const job = await waitFor(started, run, ports);
  if (job.status !== 'Completed') throw await explain(job, run, ports);
  return { job, outputFolder };
}
