// One event to its end: asks the registry whether the version exists, and forwards it once per hook.
import { fail } from '../src/core/errors/catalogue.ts';
import { type ExtensionError, describeError, isExtensionError } from '../src/core/errors/extension-error.ts';
import type { ModelVersion } from '../src/core/model/version.ts';
import { type VersionHint, decideVersion } from '../src/core/relay/event-decision.ts';
import { given } from '../src/core/given.ts';
import { decideForwarding } from '../src/core/relay/forwarding-decision.ts';
import { forwardingKey, hookPayload } from '../src/core/relay/hook-payload.ts';
import type { RelayOutcome } from '../src/core/relay/relay-outcome.ts';
import type { WantedTag } from '../src/core/relay/tag-filter.ts';
import type { ForwardedVersions, TriggeredReleases } from '../src/ports/forwarded-versions.ts';
import type { ModelRegistry } from '../src/ports/model-registry.ts';
import type { RelayEvents } from '../src/ports/relay.ts';
import { within } from './relay-deadline.ts';
import { type ForwardPorts, forward } from './relay-forward.ts';

export interface RelayPorts extends ForwardPorts {
  readonly registry: ModelRegistry;
  readonly events: RelayEvents;
  readonly forwarded: ForwardedVersions;
  /** Absent without a right to read releases. */
  readonly releases?: TriggeredReleases;
}

/** Where a delivery's versions go. */
export interface HookTarget {
  readonly url: string;
  readonly secret: string;
  /** The artifact's tag filter as it wrote it; empty for none. */
  readonly tags: string;
  readonly wantedTags: readonly WantedTag[];
  /** Host and organization, for messages. */
  readonly shown: string;
}

/** When the delivery began to arrive and when it has to be answered, in milliseconds since 1970. */
export interface DeliveryTime {
  readonly began: number;
  readonly deadline: number;
}

export type RelayVersion = (
  hint: VersionHint,
  target: HookTarget,
  time: DeliveryTime,
) => Promise<RelayOutcome>;

export function createRelayVersion(ports: RelayPorts): RelayVersion {
  const { registry, events, clock, releases } = ports;
  const underWay = new Map<string, Promise<RelayOutcome>>();

  async function ask(hint: VersionHint, time: DeliveryTime): Promise<ModelVersion | undefined> {
    const { workspace, model, version } = hint;
    const left = time.deadline - clock.now().getTime();
    const asked = await within(clock, left, () => registry.getVersion(workspace, model, version));
    if (asked !== undefined) return asked.value;
    const seconds = (time.deadline - time.began) / 1000;
    throw fail('RelayDeadlinePassed', {
      action: `ask the registry about version ${version} of ${model}`,
      seconds,
    });
  }

  async function send(
    hint: VersionHint,
    version: ModelVersion,
    target: HookTarget,
    { deadline }: DeliveryTime,
  ): Promise<RelayOutcome> {
    const { url, secret, shown } = target;
    const key = forwardingKey(target, hint.workspace, version);
    const forwarded = (attempts: number): RelayOutcome => {
      events.emit({ event: 'forwarded', ...ofHint(hint), hook: shown, attempts });
      return { outcome: 'forwarded', reason: `version ${hint.version} of ${hint.model} is forwarded` };
    };
    const joined = underWay.get(key);
    if (joined !== undefined) return joined;
    const call = { url, secret, body: hookPayload(hint.workspace, version, target.tags) };
    // Whoever can look for the release looks, before it sends again what may have been taken.
    const repeatsUnanswered = releases === undefined;
    const order = { call, shown, deadline, repeatsUnanswered, ...given({ time: hint.time }) };
    const sending = guarded(`forward version ${hint.version} of ${hint.model}`, hint, async () => {
      const decision = decideForwarding(await ports.forwarded.find(key), clock.now());
      if (decision.kind === 'done') return forwarded(0);
      if (decision.kind === 'wait') return { outcome: 'later', reason: decision.reason };
      if (decision.kind === 'look' && (await wasTaken(hint, version, decision.since, deadline))) {
        await ports.forwarded.finish(key);
        return forwarded(0);
      }
      // Written down before the call and behind it: a crash between the two leaves a trace.
      await ports.forwarded.begin(key, clock.now());
      const attempts = await forward(order, ports).catch(async (error: unknown) => {
        if (isExtensionError(error) && wasNotTaken(error)) await ports.forwarded.forget(key);
        throw error;
      });
      await ports.forwarded.finish(key);
      return forwarded(attempts);
    }).finally(() => underWay.delete(key));
    underWay.set(key, sending);
    return sending;
  }

  /** Looks for the release of a forwarding that broke off. */
  async function wasTaken(
    { workspace, model }: VersionHint,
    version: ModelVersion,
    since: Date,
    deadline: number,
  ): Promise<boolean> {
    if (releases === undefined) return false;
    const left = deadline - clock.now().getTime();
    const looked = await within(clock, left, () => releases.exist(workspace, version, since));
    if (looked !== undefined) return looked.value;
    const action = `look for a release of version ${version.version} of ${model}`;
    throw fail('RelayDeadlinePassed', { action, seconds: Math.round(left / 1000) });
  }

  /** Tells of a catalogue error, and makes it an outcome. Everything else is a fault of the program and is thrown on. */
  async function guarded(
    action: string,
    hint: VersionHint,
    work: () => Promise<RelayOutcome>,
  ): Promise<RelayOutcome> {
    try {
      return await work();
    } catch (error) {
      if (!isExtensionError(error)) throw error;
      const reason = describeError(error);
      events.emit({ event: 'failed', action, code: error.code, reason, ...ofHint(hint) });
      return afterFailure(error);
    }
  }

  return (hint, target, time) =>
    guarded(`ask the registry about version ${hint.version} of ${hint.model}`, hint, async () => {
      const decided = decideVersion(hint, await ask(hint, time), target.wantedTags, clock.now());
      if (!('forward' in decided)) {
        if (decided.outcome === 'ignored' || decided.outcome === 'refused') {
          events.emit({ event: decided.outcome, reason: decided.reason, ...ofHint(hint) });
        }
        return decided;
      }
      events.emit({ event: 'verified', createdAt: decided.forward.createdAt, ...ofHint(hint) });
      return send(hint, decided.forward, target, time);
    });
}

/**
 * Only a hook that refuses is final. Whatever keeps us from asking the registry, a missing right included, can be mended
 * while Event Grid still retries, and the event is a good one.
 */
function afterFailure(error: ExtensionError): RelayOutcome {
  return isFinal(error)
    ? { outcome: 'refused', fault: 'forbidden', reason: error.message.replace(/\.$/, '') }
    : { outcome: 'later', reason: error.message.replace(/\.$/, '') };
}

/** Azure DevOps has answered, and not with a yes; without an answer it may have it. */
function wasNotTaken(error: ExtensionError): boolean {
  return isFinal(error) || error.code === 'HookBusy';
}

function isFinal({ code }: ExtensionError): boolean {
  return code === 'HookRefused' || code === 'HookUnknown';
}

function ofHint({ workspace, model, version }: VersionHint) {
  return { workspace: workspace.name, model, version };
}
