// Waits until the devices of a new layer run its module; if they do not, takes the layer away, so that the earlier one goes on.
import {
  judgeDevices,
  rememberRunning,
  type DevicesVerdict,
  type SeenRunning,
  type WantedModule,
} from '../../../core/edge/judge-devices.ts';
import { lastWords } from '../../../core/deploy/last-words.ts';
import { fail } from '../../../core/errors/catalogue.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { EdgeConfigurations, EdgeDevices } from '../../../ports/edge-configurations.ts';
import type { Log } from '../../../ports/log.ts';

export interface EdgeWait {
  readonly configurations: EdgeConfigurations;
  readonly devices: EdgeDevices;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AwaitedLayer extends WantedModule {
  readonly hub: string;
  readonly id: string;
  /** How long a module has to run in one piece before it counts. */
  readonly settleSeconds: number;
}

const pauseMs = 2_000;
/** A hub works out target conditions anew every five minutes, and for a new configuration within a few seconds. */
const nobodySeconds = 60;
/** Pulling an image with a model over a device's line takes minutes. */
const limitMinutes = 30;

async function verdictOf(wait: EdgeWait, layer: AwaitedLayer, seen: SeenRunning) {
  const states = await wait.devices.targeted(layer.hub, layer.id);
  const now = wait.clock.now().getTime();
  const remembered = rememberRunning(seen, states, layer, now);
  const { settleSeconds } = layer;
  return { remembered, verdict: judgeDevices(states, layer, { seen: remembered, settleSeconds, now }) };
}

/** What ends the wait: a good end in words, or why the layer has to go. Absent: go on. */
function decide(
  verdict: DevicesVerdict,
  waitedMs: number,
): { readonly good: boolean; readonly why: string } | undefined {
  const { outcome, reason, running, silent } = verdict;
  if (outcome === 'running') return { good: true, why: reason };
  if (outcome === 'failed') return { good: false, why: reason };
  if (outcome === 'nobody' && waitedMs >= nobodySeconds * 1000)
    return { good: true, why: `${reason}; the first one that does will run it` };
  if (waitedMs < limitMinutes * 60_000) return undefined;
  const rest = silent.join('; ');
  return running.length > 0
    ? { good: true, why: `${running.length} devices run it; it waits for the others (${rest})` }
    : { good: false, why: `no device has run it within ${limitMinutes} minutes (${rest})` };
}

/** What the failing module printed last; a device that does not tell must not hide why it fails. */
async function lastWordsOf(
  { devices, log }: EdgeWait,
  { hub, module }: AwaitedLayer,
  { broken }: DevicesVerdict,
): Promise<string> {
  if (broken === undefined) return '';
  try {
    const text = await devices.logs(hub, { device: broken, module, tail: 100 });
    if (text !== '') log.info(`Log of module '${module}' on '${broken}':\n${text.trimEnd()}`);
    return lastWords(text);
  } catch (error) {
    log.warning(
      `The log of '${broken}' can not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return '';
  }
}

/** @throws EdgeModuleFailed after the layer was removed */
export async function awaitEdgeDevices(wait: EdgeWait, layer: AwaitedLayer): Promise<void> {
  const { configurations, clock, log } = wait;
  const start = clock.now().getTime();
  let seen: SeenRunning = new Map();
  let told = '';
  for (;;) {
    const { remembered, verdict } = await verdictOf(wait, layer, seen);
    seen = remembered;
    const waited = clock.now().getTime() - start;
    const end = decide(verdict, waited);
    if (end?.good === true) {
      const say = verdict.outcome === 'running' ? 'info' : 'warning';
      log[say](`'${layer.id}': ${end.why}.`);
      return;
    }
    if (end !== undefined) {
      const words = await lastWordsOf(wait, layer, verdict);
      await configurations.delete(layer.hub, layer.id);
      log.warning(`'${layer.id}' is removed: ${end.why}. The devices go back to what they ran before.`);
      throw fail('EdgeModuleFailed', {
        configuration: layer.id,
        module: layer.module,
        reason: end.why,
        log: words,
      });
    }
    if (verdict.reason !== told) log.info(`After ${Math.round(waited / 1000)} s: ${verdict.reason}.`);
    told = verdict.reason;
    await clock.sleep(pauseMs);
  }
}
