// Starts a deployment; when its container does not come up, shows what a person would look for.
import { explainFailure, probeResults } from '../../core/deploy/explain-failure.ts';
import { given } from '../../core/given.ts';
import { lastWords } from '../../core/deploy/last-words.ts';
import { fail } from '../../core/errors/catalogue.ts';
import { isExtensionError } from '../../core/errors/extension-error.ts';
import type { DeploymentRef } from '../../ports/online-endpoints.ts';
import type { OnlineDeployments } from '../../ports/online-endpoints.ts';
import { explainingLines, showLogs } from './steps/show-logs.ts';
import type { Log } from '../../ports/log.ts';

interface StartPorts {
  readonly deployments: OnlineDeployments;
  readonly log: Log;
}

/** @throws DeploymentFailed, after the containers' logs went to the log */
export async function startDeployment(ports: StartPorts, ref: DeploymentRef, body: object): Promise<void> {
  try {
    await ports.deployments.create(ref, body);
  } catch (error) {
    if (!isExtensionError(error) || error.code !== 'AzureOperationFailed') throw error;
    const read = () => ports.deployments.logs(ref, explainingLines);
    const logs = await showLogs(ports.log, ref.deployment, read);
    const { endpoint, deployment } = ref;
    const reason = String(error.values['reason']).replace(/\.$/, '');
    const probes = probeResults(logs);
    if (probes.length > 0) ports.log.info(`Its probes: ${probes.join(' ')}`);
    const words = { endpoint, deployment, reason, log: lastWords(logs) };
    throw fail('DeploymentFailed', { ...words, ...given({ advice: explainFailure(reason) }) }, error);
  }
}
