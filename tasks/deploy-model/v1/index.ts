// Entry of the task AzureMLModelDeploy@1.
import { runTask } from '../../../src/adapters/pipeline-agent/run-task.ts';
import { readInputs } from './inputs.ts';

const outputs = ['scoringUri', 'swaggerUri'] as const;

void runTask(async ({ log, variables, ...host }) => {
  const { connection, request } = readInputs({ log, variables, ...host });
  log.info(
    `Deploying ${request.model}:${request.version} of workspace '${request.workspace.name}' to '${request.service}'.`,
  );
  const { deploy } = await import('./wiring.ts');
  const report = await deploy(connection, request, { log, variables });
  const { service } = report;
  for (const name of outputs) variables.setOutput(name, service[name] ?? '');
  variables.setOutput('endpointName', service.name);
  variables.setOutput('deploymentName', report.deployment ?? service.name);
  variables.setOutput('modelName', report.model);
  variables.setOutput('modelVersion', report.version);
  const { primary, secondary } = (await report.keys?.()) ?? {};
  for (const [name, key] of Object.entries({ primaryKey: primary, secondaryKey: secondary }))
    if (key !== undefined) variables.setSecretOutput(name, key);
  const at = service.scoringUri ?? `'${service.name}'`;
  log.info(`Scoring address: ${at}`);
  const deployment = report.deployment === undefined ? '' : ` (deployment ${report.deployment})`;
  return `${report.model}:${report.version} answers at ${at}${deployment}.`;
});
