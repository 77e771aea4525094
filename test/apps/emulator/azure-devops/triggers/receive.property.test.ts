// The receive path, from deliveries of Event Grid through the relay to the releases of the emulated Azure DevOps: duplicates,
// any order, several at once, and a crash of either side between any two steps make one release of each version.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRelay } from '../../../../../artifact-source/relay.ts';
import type { CrashPoint } from '../../../../../apps/emulator/azure-devops/webhooks/crash-points.ts';
import { createOrganization } from '../../../../../src/adapters/azure-devops/organization.ts';
import { createTriggeredReleases } from '../../../../../src/adapters/azure-devops/triggered-releases.ts';
import { systemClock } from '../../../../../src/adapters/local/clock.ts';
import { createReleaseHook } from '../../../../../src/adapters/release-hook/signed-post.ts';
import { allowedAddresses } from '../../../../../src/core/relay/forward-address.ts';
import { releaseTime } from '../../../../../src/core/relay/forwarding-decision.ts';
import { signatureHeader } from '../../../../../src/core/relay/relay-headers.ts';
import type { ForwardedVersions, Forwarding } from '../../../../../src/ports/forwarded-versions.ts';
import type { Relay } from '../../../../../src/ports/relay.ts';
import { createScriptedRegistry } from '../../../../artifact-source/support/scripted-registry.ts';
import { modelVersion } from '../../../../artifact-source/support/versions.ts';
import { gridEvent } from '../../../../support/event-grid-events.ts';
import { quotaOf } from '../../../../support/quota-of.ts';
import { trustAuthority } from '../../../../support/trust-authority.ts';
import { project, taskId, Triggering } from '../support/triggering.ts';
import { triggeredType } from '../support/triggered-type.ts';

const subscriptionId = '11111111-1111-1111-1111-111111111111';
const workspace = { subscriptionId, resourceGroup: 'rg', name: 'ws' };
const topic = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/ws`;

class Crash extends Error {}

type RelayFate = 'works' | 'crash before' | 'crash behind';

/** What is written down outlives every relay; a minute passes by making all of it a minute older. */
function createMemory(fates: RelayFate[]) {
  const rows = new Map<string, Forwarding>();
  const meet = (work: () => void): Promise<void> => {
    const fate = fates.shift() ?? 'works';
    if (fate !== 'crash before') work();
    return fate === 'works' ? Promise.resolve() : Promise.reject(new Crash());
  };
  const forwarded: ForwardedVersions = {
    find: (key) => Promise.resolve(rows.get(key)),
    begin: (key, at) => meet(() => rows.set(key, { state: 'begun', at })),
    finish: (key) => meet(() => rows.set(key, { state: 'done', at: rows.get(key)?.at ?? new Date(0) })),
    forget: (key) => Promise.resolve(void rows.delete(key)),
  };
  const passMinute = (): void => {
    for (const [key, { state, at }] of rows)
      rows.set(key, { state, at: new Date(at.getTime() - releaseTime) });
  };
  return { forwarded, passMinute };
}

describe('apps/emulator/azure-devops/triggers (receive path, any schedule)', function () {
  this.timeout(120_000);
  let world: Triggering;
  before(async () => {
    world = await Triggering.start();
    trustAuthority(world.running.caPem);
    const type = triggeredType(taskId, { payloadHashHeaderName: signatureHeader });
    const inputs = type['inputDescriptors'] as Record<string, unknown>[];
    const subscription = { id: 'subscription', name: 'Subscription', inputMode: 'TextBox' };
    const named = { ...type, name: 'AzureMLModelRelease', inputDescriptors: [...inputs, subscription] };
    await world.running.install({
      version: '2.0.0',
      tasks: [
        {
          name: 'T',
          id: taskId,
          script: '',
          inputs: [{ name: 'connection', type: 'connectedService:AzureRM' }],
        },
      ],
      artifactTypes: [named],
    });
  });
  after(() => world.close());

  let count = 0;
  /** Each run has versions of its own, so that it finds no release of an earlier one. */
  const inRun = (version: number): string => `${count}.${version}`;
  const definitionOfOurs = async () => {
    count += 1;
    const inputs = { subscription: { id: subscriptionId, name: subscriptionId } };
    const made = world.definition(`D${count}`, { inputs });
    for (const artifact of made.artifacts ?? []) artifact.type = 'AzureMLModelRelease';
    return world.save(made);
  };

  const newRelay = (forwarded: ForwardedVersions): Relay => {
    const { organizationUrl: url, personalAccessToken: token } = world.running.devops;
    const registry = createScriptedRegistry();
    registry.versions.push(...[0, 1, 2, 3].map((each) => modelVersion(inRun(each), each)));
    const releases = createTriggeredReleases(createOrganization({ url, token, quota: quotaOf(systemClock) }));
    return createRelay(
      { workspaces: [workspace], allowed: allowedAddresses(url), perMinute: 600 },
      {
        ...{ registry, forwarded, releases, clock: systemClock, random: () => 0 },
        hook: createReleaseHook(() => new Date()),
        events: { emit: () => undefined },
      },
    );
  };

  const versionsOf = async (id: number) =>
    (await world.releasesOf(id))
      .flatMap(({ artifacts }) => artifacts ?? [])
      .map(({ definitionReference }) => definitionReference?.['version']?.id ?? '')
      .toSorted();

  const move = fc.record({
    /** Delivered at the same time. */
    versions: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
    batch: fc.boolean(),
    restart: fc.boolean(),
    crash: fc.option(fc.constantFrom<CrashPoint>('receive:beforeJob', 'receive:afterJob'), {
      nil: undefined,
    }),
  });
  const fate = fc.constantFrom<RelayFate>('works', 'works', 'works', 'crash before', 'crash behind');

  for (const oneReleasePerVersion of [false, true])
    it(`makes one release of each version (oneReleasePerVersion: ${oneReleasePerVersion})`, async () => {
      await world.turn({ oneReleasePerVersion });
      await fc.assert(
        fc.asyncProperty(
          fc.array(move, { minLength: 1, maxLength: 4 }),
          fc.array(fate, { maxLength: 8 }),
          async (moves, fates) => {
            const { id } = await definitionOfOurs();
            const [hook] = await world.hooks();
            const { payloadUrl, secret } = world.handed(hook?.name ?? '');
            const headers: Readonly<Record<string, string>> = {
              'x-azureml-payload-url': payloadUrl,
              'x-azureml-secret': secret,
            };
            const memory = createMemory([...fates]);
            let relay = newRelay(memory.forwarded);
            const deliver = async (versions: readonly number[]): Promise<void> => {
              for (let attempt = 1; attempt <= 20; attempt += 1) {
                const body = JSON.stringify(versions.map((version) => gridEvent(inRun(version), { topic })));
                const request = {
                  source: 's',
                  header: (name: string) => headers[name],
                  body,
                  arrivedAt: new Date(),
                };
                try {
                  if ((await relay.deliver(request)).status === 200) return;
                } catch (error) {
                  if (!(error instanceof Crash)) throw error;
                  relay = newRelay(memory.forwarded);
                }
                await world.jobs();
                memory.passMinute();
              }
              assert.fail(`${versions.join()} was never taken`);
            };
            for (const { versions, batch, restart, crash } of moves) {
              if (crash !== undefined) await world.crashAt(crash);
              await (batch ? deliver(versions) : Promise.all(versions.map((version) => deliver([version]))));
              if (restart) relay = newRelay(memory.forwarded);
            }
            const expected = [...new Set(moves.flatMap(({ versions }) => versions.map(inRun)))].toSorted();
            assert.deepEqual(await versionsOf(id), expected);
            await world.releases.deleteReleaseDefinition(project, id);
          },
        ),
        { numRuns: 25 },
      );
    });
});
