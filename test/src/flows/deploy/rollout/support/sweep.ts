// One roll-out with one fault, and then the same command again until it ends as it would have ended.
import assert from 'node:assert/strict';
import type { Claim } from '../../../../../../src/core/rollout/lease.ts';
import type { Strategy } from '../../../../../../src/core/rollout/settings.ts';
import { deployModel } from '../../../../../../src/flows/deploy/deploy-model.ts';
import type { ScoringRequest } from '../../../../../../src/ports/scoring-service.ts';
import { createFakeAzureMl, type FakeAzureMl } from '../../../../../support/fake-azure-ml.ts';
import { createMemoryLog } from '../../../../../support/memory-log.ts';
import { goodFiles, portsOf, request, twoVersions } from '../../support/deploy-set-up.ts';
import { createFaultyAzure, type Fault } from './faulty-azure.ts';
import { createLiveTraffic, type Traffic } from './live-traffic.ts';

/** How the new version turns out. */
export const versions = ['good', 'bad from the start', 'bad under traffic'] as const;
export type NewVersion = (typeof versions)[number];

export interface Sweep {
  readonly strategy: Strategy;
  readonly version: NewVersion;
  readonly removeOld: boolean;
  readonly fault: Fault;
  /** Which call goes wrong; 0 for none. */
  readonly at: number;
}

export interface SweepReport {
  readonly traffic: Traffic;
  readonly calls: number;
  readonly runs: number;
  /** Percent by deployment at the end. */
  readonly split: Readonly<Record<string, number>>;
  readonly old: string;
  readonly fresh: string;
  readonly azure: FakeAzureMl;
  readonly words: string;
}

/** A call takes so long. */
const callMs = 40;

const rollout = (strategy: Strategy, removeOld: boolean): string =>
  `rollout: { strategy: ${strategy}, steps: [10, 50], pauseSeconds: 2, minimumSamples: 5, removeOld: ${removeOld} }\n`;

export async function sweep({ strategy, version, removeOld, fault, at }: Sweep): Promise<SweepReport> {
  const inner = createFakeAzureMl(twoVersions());
  const log = createMemoryLog();
  let fresh = '';
  let isSpoilt = version === 'bad from the start';
  const isBad = (deployment: string): boolean => {
    if (deployment !== fresh) return false;
    const share = inner.stored.endpoints.get('fraud')?.traffic[fresh] ?? 0;
    // Once it has met its callers it stays bad.
    if (version === 'bad under traffic' && share > 0) isSpoilt = true;
    return isSpoilt;
  };
  const live = createLiveTraffic(inner, 'fraud', isBad);
  const scoring = {
    score: async (asked: ScoringRequest) => {
      const answer = await inner.scoring.score(asked);
      return isBad(asked.deployment ?? '') ? { ...answer, status: 500, body: 'broken' } : answer;
    },
  };
  const azure: FakeAzureMl = { ...inner, scoring };
  const contents = {
    ...goodFiles,
    'repo/deploymentconfig.yml': `${goodFiles['repo/deploymentconfig.yml']}${rollout(strategy, removeOld)}`,
  };
  const deploy = (world: FakeAzureMl, model: string, claim: Claim) =>
    deployModel({ ...request, version: model, claim }, portsOf(world, { contents, clock: live.clock, log }));
  const claim = (number: number, attempt: number): Claim => ({
    ...{ kind: 'release', number, holder: `agent-${number}-${attempt}`, since: live.clock.now() },
  });

  const first = await deploy(azure, '6', claim(16, 0));
  const old = first.deployment ?? '';
  Object.assign(live.counts, { sent: 0, failed: 0, answeredBadly: 0, worstGapMs: 0 });

  let calls = 0;
  let words = '';
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const { azure: world, calls: made } = createFaultyAzure(azure, attempt === 1 ? at : 0, fault, () => {
      fresh =
        [...inner.stored.deployments.keys()].map((key) => key.slice(6)).find((one) => one !== old) ?? '';
      live.pass(callMs);
    });
    words = await deploy(world, '7', claim(17, attempt)).then(
      () => 'done',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (attempt === 1) calls = made.length;
    live.pass(1_000);
    const isSettled = words === 'done' || version !== 'good';
    if (attempt >= 2 && isSettled) {
      const split = inner.stored.endpoints.get('fraud')?.traffic ?? {};
      return { traffic: live.counts, calls, runs: attempt, split, old, fresh, azure: inner, words };
    }
  }
  assert.fail(`it does not end: ${words}`);
}
