// One roll-out with its faults, and then the same command again until it ends as it would have ended.
import assert from 'node:assert/strict';
import { leaseTag, parseLease, type Claim, type Lease } from '../../../../../../src/core/rollout/lease.ts';
import type { Strategy } from '../../../../../../src/core/rollout/settings.ts';
import { deployModel } from '../../../../../../src/flows/deploy/deploy-model.ts';
import type { ScoringRequest } from '../../../../../../src/ports/scoring-service.ts';
import { FakeAutoscale } from '../../../../../support/fake-autoscale.ts';
import { createFakeAzureMl, type FakeAzureMl } from '../../../../../support/fake-azure-ml.ts';
import { createMemoryLog } from '../../../../../support/memory-log.ts';
import { goodFiles, portsOf, request, twoVersions } from '../../support/deploy-set-up.ts';
import { createFaultyPorts, type Trouble } from '../../support/faulty-ports.ts';
import { createLiveTraffic, type Traffic } from './live-traffic.ts';

/** How the new version turns out. */
export const versions = ['good', 'bad from the start', 'bad under traffic'] as const;
export type NewVersion = (typeof versions)[number];

export interface Sweep {
  readonly target: 'managed' | 'kubernetes';
  readonly strategy: Strategy;
  readonly version: NewVersion;
  /** The deployment that is not needed any more goes: the old one, or the bad one. */
  readonly tidies: boolean;
  /** Of the first run, the second, ...; the runs after them meet none. */
  readonly troubles: readonly (readonly Trouble[])[];
}

/** Percent by deployment. */
type Split = Readonly<Record<string, number>>;

export interface SweepReport {
  readonly traffic: Traffic;
  /** Of the first run. */
  readonly calls: readonly string[];
  /** What the first run left behind. */
  readonly left: { readonly words: string; readonly split: Split; readonly lease: Lease | undefined };
  readonly runs: number;
  /** At the end. */
  readonly split: Split;
  readonly old: string;
  readonly fresh: string;
  readonly azure: FakeAzureMl;
  readonly autoscale: FakeAutoscale;
  readonly words: string;
}

/** A call takes so long. */
const callMs = 40;

/** What the service is asked while a version is rolled out. */
const parts = [
  'registry',
  'facts',
  'computes',
  'stores',
  'environments',
  'code',
  'endpoints',
  'deployments',
  'scoring',
] as const;

const configs: Readonly<Record<Sweep['target'], string>> = {
  managed:
    'computeType: managed\ninstanceType: Standard_DS3_v2\nautoScaler: { autoscaleEnabled: true, minReplicas: 1, maxReplicas: 3 }\n',
  kubernetes: 'computeType: kubernetes\ncomputeTargetName: k8s\n',
};

const rollout = (strategy: Strategy, tidies: boolean): string =>
  `rollout: { strategy: ${strategy}, steps: [10, 50], pauseSeconds: 2, minimumSamples: 5, removeOld: ${tidies}, removeBad: ${tidies} }\n`;

export async function sweep({ target, strategy, version, tidies, troubles }: Sweep): Promise<SweepReport> {
  const inner = createFakeAzureMl(twoVersions());
  inner.stored.computes.set('k8s', { name: 'k8s', type: 'Kubernetes', provisioningState: 'Succeeded' });
  const autoscale = new FakeAutoscale();
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
    'repo/deploymentconfig.yml': `${configs[target]}${rollout(strategy, tidies)}`,
  };
  const deploy = (
    around: Pick<ReturnType<typeof createFaultyPorts>, 'around'>,
    model: string,
    claim: Claim,
  ) =>
    deployModel(
      { ...request, version: model, claim },
      portsOf(
        { ...azure, ...Object.fromEntries(parts.map((part) => [part, around.around(part, azure[part])])) },
        { contents, clock: live.clock, log, autoscale: around.around('autoscale', autoscale) },
      ),
    );
  const claim = (number: number, attempt: number): Claim => ({
    ...{ kind: 'release', number, holder: `agent-${number}-${attempt}`, since: live.clock.now() },
  });

  const first = await deploy(createFaultyPorts([]), '6', claim(16, 0));
  const old = first.deployment ?? '';
  Object.assign(live.counts, { sent: 0, failed: 0, answeredBadly: 0, worstGapMs: 0 });
  const endpoint = inner.stored.endpoints.get('fraud');
  assert.ok(endpoint);
  endpoint.tags = { ...endpoint.tags, team: 'risk' };

  let calls: readonly string[] = [];
  let left: SweepReport['left'] | undefined;
  let words = '';
  for (let attempt = 1; attempt <= 4 + troubles.length; attempt += 1) {
    const faulty = createFaultyPorts(troubles[attempt - 1] ?? [], () => {
      fresh =
        [...inner.stored.deployments.keys()].map((key) => key.slice(6)).find((one) => one !== old) ?? fresh;
      live.pass(callMs);
    });
    words = await deploy(faulty, '7', claim(17, attempt)).then(
      () => 'done',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (attempt === 1) calls = faulty.calls;
    left ??= { words, split: endpoint.traffic, lease: parseLease(endpoint.tags[leaseTag]) };
    live.pass(1_000);
    const isSettled = words === 'done' || version !== 'good';
    if (attempt > Math.max(1, troubles.length) && isSettled) {
      const { traffic: split } = endpoint;
      const end = { runs: attempt, split, old, fresh, words };
      return { ...end, traffic: live.counts, calls, left, azure: inner, autoscale };
    }
  }
  assert.fail(`it does not end: ${words}`);
}
