// What a batch job logged about failures.
import { parseModelUri } from '../../core/blob-uri.ts';
import type { Workspace } from '../../core/workspace.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelFiles, ModelStores } from '../../ports/model-files.ts';
import type { ReadBlob } from '../../ports/model-files.ts';

interface LogPorts {
  readonly stores: Pick<ModelStores, 'container' | 'jobOutput'>;
  readonly files: Pick<ModelFiles, 'list'>;
  readonly readBlob: ReadBlob;
  readonly log: Log;
}

/** The summary of errors in the user's script, and the overview, below the folder of a run. */
const logFiles = [
  'logs/user/error.txt',
  'logs/job_progress_overview.txt',
  'azureml-logs/20_image_build_log.txt',
];

/** Characters of a log that are read from its end. */
const kept = 20_000;

/**
 * The first of the job's logs that is there; empty where there is none (the service may keep them with the scoring step,
 * whose run only the studio knows). Logs explain a failure: not reading them must not hide it.
 */
export async function readJobLog(workspace: Workspace, job: string, ports: LogPorts): Promise<string> {
  try {
    const uri = await ports.stores.jobOutput(workspace, job, 'default');
    const place = uri === undefined ? undefined : parseModelUri(uri);
    if (place?.kind !== 'datastore') return '';
    const container = await ports.stores.container(workspace, place.datastore);
    const there = new Set((await ports.files.list(container, place.path)).map(({ name }) => name));
    const wanted = logFiles.map((file) => `${place.path}/${file}`).find((name) => there.has(name));
    return wanted === undefined ? '' : (await ports.readBlob(container, wanted)).slice(-kept).trimEnd();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    ports.log.warning(`The logs of job '${job}' can not be read: ${reason}`);
    return '';
  }
}
