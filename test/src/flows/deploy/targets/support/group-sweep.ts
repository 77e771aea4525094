// A container group that serves, a deployment over it that meets a fault, and the same command again.
import assert from 'node:assert/strict';
import { contentTag } from '../../../../../../src/core/deploy/content-tag.ts';
import { carryOut } from '../../../../../../src/flows/deploy/carry-out.ts';
import { planningFromConfigs } from '../../../../../../src/flows/deploy/plan-now.ts';
import { createRegistryImages } from '../../../../../../src/flows/deploy/steps/registry-images.ts';
import { createContainerGroupTarget } from '../../../../../../src/flows/deploy/targets/container-group.ts';
import { keysFor } from '../../../../../../src/flows/deploy/targets/group-keys.ts';
import {
  createFakeApplicationInsights,
  someComponent,
} from '../../../../../support/fake-application-insights.ts';
import { died } from '../../../../../support/fake-azure-ml.ts';
import { FakeContainerGroups } from '../../../../../support/fake-container-groups.ts';
import { FakeImageBuilds } from '../../../../../support/fake-image-builds.ts';
import { createMemoryLog } from '../../../../../support/memory-log.ts';
import { createMemoryModelFiles } from '../../../../../support/memory-model-files.ts';
import { model, planInput, workspace, type File } from '../../../../core/plan/support/plan-input.ts';
import { createConstantRate } from '../../support/constant-rate.ts';
import { createFaultyPorts, type Trouble } from '../../support/faulty-ports.ts';
import { createGroupCallers } from '../../support/group-callers.ts';

/** How the new version turns out: at all, and beside the one that serves. */
export const versions = ['good', 'bad', 'bad in place'] as const;
/** What is different about it. */
export const changes = ['model', 'size'] as const;
export const keyKinds = ['own', 'derived'] as const;

export interface GroupSweep {
  readonly version: (typeof versions)[number];
  readonly change: (typeof changes)[number];
  readonly keys: (typeof keyKinds)[number];
  readonly troubles: readonly Trouble[];
  /** Ends the n-th write right after the service has accepted it, from 1: the answer is lost, or the process. */
  readonly lost?: { readonly write: number; readonly how: Error };
}

const callMs = 40;
const service = 'fraud';
const candidate = 'fraud-candidate';
const own = 'a-key-of-the-tests-1';

/** Which version an image holds: its tag is a hash, so that whoever builds it remembers. */
export interface Serving {
  readonly version: string | undefined;
  readonly content: string | undefined;
  readonly hasTelemetry: boolean;
}

const configOf = ({ change, keys }: GroupSweep, version: string): File => ({
  ...{ computeType: 'aci', authEnabled: true, appInsightsEnabled: true, dnsNameLabel: 'fraud-of-the-tests' },
  containerResourceRequirements: { cpu: change === 'size' && version === '7' ? 2 : 1, memoryInGB: 1 },
  ...(keys === 'own' && { keys: { primaryKey: own } }),
});

function startSweep(sweep: GroupSweep) {
  const log = createMemoryLog();
  const registry = new FakeImageBuilds(workspace);
  const files = createMemoryModelFiles();
  for (const version of ['6', '7']) files.blobs.set(`workspaceblobstore/fraud/${version}/weights`, version);
  const key = sweep.keys === 'own' ? own : keysFor(registry.password, workspace, service).primaryKey;
  const live = createConstantRate(500, () => callers.ask(groups.find(service), key)?.status === 200);
  const groups = new FakeContainerGroups({ clock: live.clock, registry });
  const callers = createGroupCallers(groups, live.clock);
  let writes = 0;
  const versionOf = new Map<string, string>();
  groups.isBroken = ({ name, body }, container) => {
    const image = body.properties.containers[0]?.properties.image ?? '';
    if (container !== 'scoring' || versionOf.get(image) !== '7') return false;
    return sweep.version === 'bad' || (sweep.version === 'bad in place' && name === service);
  };

  async function deploy(version: string, met: readonly Trouble[]) {
    let isDead = false;
    const before = writes;
    groups.accepted = () => {
      writes += 1;
      if (version !== '7' || sweep.lost?.write !== writes - 1) return;
      isDead = sweep.lost.how === died;
      throw sweep.lost.how;
    };
    registry.built = (image) => versionOf.set(`${registry.server}/${image}`, version);
    const faulty = createFaultyPorts(met, () => {
      if (isDead) throw died;
      live.pass(callMs);
    });
    const around = <T extends object>(name: string, port: T): T => faulty.around(name, port);
    const builds = around('builds', registry);
    const images = createRegistryImages({
      facts: around('facts', { location: () => Promise.resolve('westeurope') }),
      environments: { find: () => Promise.resolve(undefined) } as never,
      applicationInsights: around('insights', createFakeApplicationInsights({ prod: someComponent })),
      stores: around('stores', files),
      modelFiles: around('files', files),
      folder: () =>
        Promise.resolve({
          ...{ path: '/work/context', add: () => Promise.resolve(), remove: () => Promise.resolve() },
          pack: () => Promise.resolve('/work/context.tar.gz'),
        }),
      ...{ builds, random: () => 0 },
    });
    const check = () => Promise.reject(new Error('no answer is checked'));
    const ports = { images, builds, groups: around('groups', groups), check, log, random: () => 0 };
    const target = createContainerGroupTarget({ ...ports, scoring: around('scoring', callers.scoring) });
    const input = planInput({
      inference: { entryScript: 'score.py', baseImage: 'base:1' },
      deployment: configOf(sweep, version),
      models: [model('fraud', version)],
    });
    const source = input.source.map((file) => ({ ...file, text: 'pass' }));
    const options = { testRequest: '{"data": [1]}', clock: live.clock, log };
    const outcome = carryOut({ ...input, source }, planningFromConfigs(target), options);
    const words = await outcome.then(
      ({ plan }) => (plan.steps.length === 0 ? 'nothing' : 'done'),
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    return { words, calls: faulty.calls, writes: writes - before };
  }

  /** What answers callers once everything that is under way has ended. */
  function serving(): Serving {
    const group = groups.find(service);
    const answer = callers.ask(group, key);
    const variables = group?.body.properties.containers[0]?.properties.environmentVariables ?? [];
    return {
      version: answer?.status === 200 ? versionOf.get(answer.image) : undefined,
      content: group?.body.tags?.[contentTag],
      hasTelemetry: variables.some(({ secureValue }) => secureValue === someComponent.instrumentationKey),
    };
  }

  return { deploy, serving, groups, live, log, hasCandidate: () => groups.find(candidate) !== undefined };
}

/** Version 6 serves; version 7 is deployed, once with the fault and once without. */
export async function runSweep(sweep: GroupSweep) {
  const { deploy, serving, live, log, hasCandidate } = startSweep(sweep);
  assert.equal((await deploy('6', [])).words, 'done');
  live.pass(10_000);
  const old = serving();
  assert.deepEqual([old.version, old.hasTelemetry], ['6', true]);
  live.reset();
  const first = await deploy('7', sweep.troubles);
  live.pass(10_000);
  const left = { ...serving(), candidate: hasCandidate(), words: first.words };
  const { words } = await deploy('7', []);
  live.pass(10_000);
  const end = { ...serving(), candidate: hasCandidate(), words };
  const again = await deploy('7', []);
  const healed = async () => {
    const { words: mended } = await deploy('6', []);
    live.pass(10_000);
    return { ...serving(), candidate: hasCandidate(), words: mended };
  };
  return {
    old,
    left,
    end,
    again,
    healed,
    calls: first.calls,
    writes: first.writes,
    traffic: live.counts,
    log,
  };
}
