// Entry of the task AzureMLModelWatch@1.
import { runTask } from '../../../src/adapters/pipeline-agent/run-task.ts';
import { fail } from '../../../src/core/errors/catalogue.ts';
import { readInputs } from './inputs.ts';

void runTask(async (host) => {
  const inputs = readInputs(host);
  host.log.info(`Looking for new model versions once, for ${inputs.organization.url}.`);
  const { checkOnce } = await import('./wiring.ts');
  const turn = await checkOnce(inputs, host);
  host.variables.setOutput('fired', String(turn?.fired ?? 0));
  host.variables.setOutput('failed', String(turn?.failed ?? 0));
  host.variables.setOutput('acted', String(turn !== undefined));
  if (turn === undefined) return 'Another watcher with this state is acting: this run left everything to it.';
  const { failed, fired, reason } = turn;
  if (failed > 0) throw fail('WatchTurnFailed', { failed, reason });
  return fired === 0 ? 'Nothing was to be fired.' : `Fired ${fired} time(s).`;
});
