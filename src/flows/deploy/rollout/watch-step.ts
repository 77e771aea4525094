// Watches one step of a roll-out: asks both versions until the judge knows.
import { isExtensionError } from '../../../core/errors/extension-error.ts';
import { judge, type Judgement } from '../../../core/rollout/judge.ts';
import { noSamples, withPair } from '../../../core/rollout/samples.ts';
import type { EndpointState } from '../../../core/deploy/online-state.ts';
import type { ScoringCredential } from '../../../ports/online-endpoints.ts';
import { requireEndpoint } from '../require-endpoint.ts';
import { askBoth, type Questions } from './ask.ts';
import type { RolloutContext, RolloutPorts } from './rollout-context.ts';

/** Pairs in a row without any answer before the watch gives up: the network of this machine, most likely. */
const patience = 5;
const afterNoAnswerMs = 1_000;

function credentials(ports: RolloutPorts, { workspace }: RolloutContext, endpoint: EndpointState) {
  let known: Promise<ScoringCredential> | undefined;
  return (isStale: boolean): Promise<ScoringCredential> => {
    if (isStale) known = undefined;
    return (known ??= ports.endpoints.credential(workspace, endpoint));
  };
}

/**
 * @param seconds how long to watch at least
 * @returns good or bad, with the reason; absent when there is nothing to ask with
 * @throws SmokeTestNotReachable when nobody answers any more
 */
export async function watchStep(
  ports: RolloutPorts,
  context: RolloutContext,
  { against, seconds }: { readonly against: string; readonly seconds: number },
): Promise<Judgement | undefined> {
  const { scoring, clock } = ports;
  const { settings, smokeTests } = context;
  const endpoint =
    context.there ?? (await requireEndpoint(ports.endpoints, context.workspace, context.endpoint));
  if (smokeTests.length === 0 || endpoint.scoringUri === undefined) return undefined;
  const questions: Questions = {
    uri: endpoint.scoringUri,
    credential: credentials(ports, context, endpoint),
    fresh: context.deployment,
    serving: against,
  };
  const began = clock.now().getTime();
  const intervalMs = (seconds * 1000) / settings.minimumSamples;
  let samples = noSamples;
  let unanswered = 0;
  for (let turn = 0; ; turn += 1) {
    const { request } = smokeTests[turn % smokeTests.length] ?? { request: '' };
    const askedAt = clock.now().getTime();
    try {
      samples = withPair(samples, await askBoth(scoring, questions, request, turn), settings);
      unanswered = 0;
    } catch (error) {
      unanswered += 1;
      if (!isExtensionError(error) || error.code !== 'SmokeTestNotReachable' || unanswered >= patience)
        throw error;
      await clock.sleep(afterNoAnswerMs);
      continue;
    }
    const judgement = judge(samples, settings);
    const now = clock.now().getTime();
    if (judgement.outcome === 'bad') return judgement;
    if (judgement.outcome === 'good' && now - began >= seconds * 1000) return judgement;
    // What speaks against it is settled at once: every second in between is one of its callers'.
    if (!judgement.isUrgent) await clock.sleep(Math.max(0, intervalMs - (now - askedAt)));
  }
}
