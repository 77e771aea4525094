// The retired task that ran a published pipeline: it has no successor among our tasks, so it stays, with a note.
import { asked } from './entry.ts';

/** Begins every comment that the migration writes, so that a second run knows its own. */
const commentMark = '# azureml-release migrate:';

export const publishedPipelineComment = `${commentMark} not carried over. Published pipelines belong to SDK v1; run a job instead: az ml job create, then AzureMLJobWaitTask (docs/migration.md).`;

export const publishedPipelineNote = asked(
  'MLPublishedPipelineRestAPITask is left in place',
  'it runs published pipelines, which belong to SDK v1 and have no counterpart in this extension',
  "Turn the pipeline into a job of v2 and start it with 'az ml job create --file job.yml' in an AzureCLI step; AzureMLJobWaitTask@1 of the extension ms-air-aiagility.azureml-v2 waits for it in a server job.",
);
