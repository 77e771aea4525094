// Wires the adapters to one turn of the watcher. Loaded after the task's first log line: the SDKs are the slow part of a start.
import { fencedTargets } from '../../../artifact-source/fenced-targets.ts';
import { keepDirectory } from '../../../artifact-source/keep-directory.ts';
import { whileLeading } from '../../../artifact-source/lead.ts';
import { createQuotas } from '../../../artifact-source/quotas.ts';
import { registryBySubscription } from '../../../artifact-source/registry-by-subscription.ts';
import { type TurnReport, createWatcher } from '../../../artifact-source/watch.ts';
import { createOrganization } from '../../../src/adapters/azure-devops/organization.ts';
import { createReleaseActivity } from '../../../src/adapters/azure-devops/release-activity.ts';
import { createCredential } from '../../../src/adapters/azure-identity/credential.ts';
import { createModelRegistry } from '../../../src/adapters/azure-ml/model-registry.ts';
import { connectSharedState } from '../../../src/adapters/azure-storage/watch-state/shared-state.ts';
import { systemClock as clock } from '../../../src/adapters/local/clock.ts';
import { createProjectFiles } from '../../../src/adapters/local/project-files.ts';
import { describeEvent } from '../../../src/core/watch/event.ts';
import { watchesOfFile, watchesOfList } from '../../../src/core/watch-config/read-watches.ts';
import type { Watch } from '../../../src/core/watch/watch.ts';
import type { TaskHost } from '../../../src/ports/task-host.ts';
import type { WatchEvents } from '../../../src/ports/watch-events.ts';
import { createFiringTargets } from '../../../src/wiring/firing-targets.ts';
import type { WatchInputs } from './inputs.ts';
import { webhookSecrets } from './webhook-secrets.ts';

export interface Turn extends TurnReport {
  /** Of the first step that failed, in words; empty if none did. */
  readonly reason: string;
}

/** @returns absent if another watcher with this state acts */
export async function checkOnce(
  { connection, watches, state, organization }: WatchInputs,
  { log, variables }: Pick<TaskHost, 'log' | 'variables'>,
): Promise<Turn | undefined> {
  const list = await readWatches(watches);
  const secrets = webhookSecrets(list, variables);
  const credential = createCredential(connection);
  const quotas = createQuotas(clock, Math.random);
  const registry = registryBySubscription((subscriptionId) =>
    createModelRegistry({
      connection: { ...connection, subscriptionId },
      credential,
      log,
      clock,
      quota: quotas.ofSubscription(subscriptionId),
    }),
  );
  const { url, token } = organization;
  const devops = createOrganization({ url, token, quota: quotas.ofOrganization(url) });
  const targets = createFiringTargets(devops, {
    // A watcher that runs for months may share this state.
    hasRivals: true,
    secretOf: ({ secretFrom }) => secrets.get(secretFrom) ?? '',
    clock,
  });
  const { tableUrl, blobUrl, table, container } = state;
  const shared = connectSharedState({
    access: { kind: 'identity', credential, tableUrl, blobUrl },
    table,
    container,
    clock,
    monotonic: () => performance.now(),
  });
  const reasons: string[] = [];
  const events = logEvents(log, reasons);
  const how = { clock, events, once: true, signal: new AbortController().signal };
  const report = await whileLeading(shared.leadership, how, async (term, signal) => {
    const led = shared.stateFor(term);
    const guarded = fencedTargets(targets, () => term.confirm());
    const activity = createReleaseActivity(devops);
    const watcher = createWatcher(list, { ...led, registry, targets: guarded, activity, events, clock });
    await keepDirectory(watcher, led.directory, events);
    return watcher.turn(signal);
  });
  return report === undefined ? undefined : { ...report, reason: reasons[0] ?? '' };
}

async function readWatches(from: WatchInputs['watches']): Promise<readonly Watch[]> {
  if ('list' in from) return watchesOfList(from.list, 'watches');
  return watchesOfFile(await createProjectFiles().readText(from.file, 'watches'), from.file);
}

/** @param reasons gets why each step failed that did */
function logEvents(log: TaskHost['log'], reasons: string[]): WatchEvents {
  return {
    emit(event) {
      if (event.event === 'failed') {
        reasons.push(event.reason);
        log.warning(describeEvent(event));
      } else log.info(describeEvent(event));
    },
  };
}
