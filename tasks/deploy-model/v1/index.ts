// Entry of the task AzureMLModelDeploy@1.
import { runTask } from '../../../src/adapters/pipeline-agent/run-task.ts';
import { readInputs } from './inputs.ts';

const outputs = ['scoringUri', 'swaggerUri'] as const;

void runTask(async ({ log, variables, ...host }) => {
  const { connection, request } = readInputs({ log, variables, ...host });
  log.info(
    `Deploying ${request.model}:${request.version} of workspace '${request.workspace.name}' to endpoint '${request.endpoint}'.`,
  );
  const { deploy } = await import('./wiring.ts');
  const report = await deploy(connection, request, log);
  for (const name of outputs) variables.setOutput(name, report[name]);
  variables.setOutput('endpointName', report.endpoint);
  variables.setOutput('deploymentName', report.deployment);
  variables.setOutput('modelName', report.model);
  variables.setOutput('modelVersion', report.version);
  log.info(`Scoring address: ${report.scoringUri}`);
  return `${report.model}:${report.version} answers at ${report.scoringUri} (deployment ${report.deployment}).`;
});
