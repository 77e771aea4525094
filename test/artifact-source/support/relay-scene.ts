// A relay between a scripted registry and a hook in memory, on a clock that the test moves.
import { createRelay } from '../../../artifact-source/relay.ts';
import { allowedAddresses } from '../../../src/core/relay/forward-address.ts';
import type { RelayEvent } from '../../../src/core/relay/relay-event.ts';
import { given } from '../../../src/core/given.ts';
import type { ForwardedVersions, TriggeredReleases } from '../../../src/ports/forwarded-versions.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { createMemoryForwarded } from './memory-forwarded.ts';
import { createMemoryHook } from './memory-hook.ts';
import { createScriptedRegistry } from './scripted-registry.ts';
import { workspace } from './versions.ts';

const hookUrl = 'https://vsrm.dev.azure.com/contoso/_apis/Release/receiveExternalEvent/hook-id-of-the-test';
export const hookHeaders = { 'x-azureml-payload-url': hookUrl, 'x-azureml-secret': 'secret-of-the-hook' };

export interface RelaySceneOptions {
  readonly forwarded?: ForwardedVersions;
  readonly releases?: TriggeredReleases;
}

export function relayScene({ forwarded = createMemoryForwarded(), releases }: RelaySceneOptions = {}) {
  const registry = createScriptedRegistry();
  const hook = createMemoryHook();
  const clock = createManualClock();
  const told: RelayEvent[] = [];
  const relay = createRelay(
    { workspaces: [workspace], allowed: allowedAddresses('https://dev.azure.com/contoso'), perMinute: 600 },
    {
      registry,
      hook,
      clock,
      random: () => 0,
      forwarded,
      ...given({ releases }),
      events: { emit: (event) => told.push(event) },
    },
  );
  const deliver = async (events: unknown, headers: Readonly<Record<string, string>> = hookHeaders) => {
    const request = {
      source: '10.0.0.1',
      header: (name: string) => headers[name],
      body: JSON.stringify(events),
      arrivedAt: clock.now(),
    };
    return (await clock.until(relay.deliver(request))).status;
  };
  /** The payloads that the hook took. */
  const payloads = () => hook.calls.map(({ body }) => JSON.parse(body) as Record<string, string>);
  return { registry, hook, clock, told, deliver, payloads };
}
