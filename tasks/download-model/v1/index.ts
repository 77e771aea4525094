// Entry of the task AzureMLModelDownload@1.
import { runTask } from '../../../src/adapters/pipeline-agent/run-task.ts';
import { sourceInWords } from '../../../src/core/model/source.ts';
import { readInputs } from './inputs.ts';

void runTask(async (host) => {
  const { connection, request } = readInputs(host);
  const { model, version, source, folder } = request;
  host.log.info(`Downloading ${model}:${version} of ${sourceInWords(source)} into '${folder}'.`);
  const { download } = await import('./wiring.ts');
  const report = await download(connection, request, host);
  host.variables.setOutput('modelName', report.model.model);
  host.variables.setOutput('modelVersion', report.model.version);
  host.variables.setOutput('modelPath', report.modelPath);
  host.variables.setOutput('modelId', report.model.id);
  const kept = report.kept === 0 ? '' : ` (${report.kept} were there already)`;
  return `${report.model.model}:${report.model.version}: ${report.files} files, ${report.bytes} bytes${kept}, in '${report.modelPath}'.`;
});
