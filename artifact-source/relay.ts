// The relay: answers Event Grid, takes its events for hints, and forwards what the registry confirms to Azure DevOps.
import { answerHandshake } from '../src/core/event-grid/cloud-events-handshake.ts';
import { type Delivery, readDelivery } from '../src/core/event-grid/delivery.ts';
import { inParallel } from '../src/core/in-parallel.ts';
import { deliveryAnswer } from '../src/core/relay/delivery-answer.ts';
import { decideEvent } from '../src/core/relay/event-decision.ts';
import { type AllowedAddresses, forwardAddress } from '../src/core/relay/forward-address.ts';
import {
  eventTypeHeader,
  payloadUrlHeader,
  secretHeader,
  subscriptionHeader,
  tagsHeader,
} from '../src/core/relay/relay-headers.ts';
import type { RelayOutcome } from '../src/core/relay/relay-outcome.ts';
import { parseTagFilter } from '../src/core/relay/tag-filter.ts';
import { quoted } from '../src/core/relay/quoted.ts';
import type { Workspace } from '../src/core/workspace.ts';
import type { Relay, RelayAnswer, RelayRequest } from '../src/ports/relay.ts';
import { type DeliveryTime, type HookTarget, type RelayPorts, createRelayVersion } from './relay-version.ts';

/** What an event sets going beside the relay; the event has not been verified by then. */
export interface RelayHints {
  /** Wakes the watches of the workspace, if there are any and this watcher is the one that acts. */
  wake(workspace: Workspace): 'woken' | 'stand-by' | 'unwatched';
}

export interface RelayRules {
  /** The workspaces whose events are taken. */
  readonly workspaces: readonly Workspace[];
  readonly allowed: AllowedAddresses;
  /** How many deliveries a minute one source may make; CloudEvents' senders are told so. */
  readonly perMinute: number;
}

/** Event Grid waits 30 s for an answer; five of them are left to the way there and back. In milliseconds. */
export const deliveryPatience = 25_000;

/** How many events of one delivery are dealt with at once. */
const eventsAtOnce = 8;

type Events = Extract<Delivery, { kind: 'events' }>['events'];

export function createRelay(rules: RelayRules, ports: RelayPorts, hints?: RelayHints): Relay {
  const { events: told } = ports;
  const relayVersion = createRelayVersion(ports);

  const refuse = (reason: string, source: string, fault: 'malformed' | 'forbidden'): RelayOutcome => {
    told.emit({ event: 'refused', reason, source });
    return { outcome: 'refused', fault, reason };
  };

  async function relayEvent(
    event: Events[number],
    request: RelayRequest,
    time: DeliveryTime,
  ): Promise<RelayOutcome> {
    const decided = decideEvent(event, rules.workspaces);
    if ('ask' in decided) {
      const { workspace, model, version } = decided.ask;
      const woken = hints?.wake(workspace) ?? 'unwatched';
      if (woken === 'woken') told.emit({ event: 'woke', workspace: workspace.name, model, version });
      if (woken !== 'unwatched' && !namesHook(request)) {
        return woken === 'woken'
          ? { outcome: 'ignored', reason: 'it woke the watches' }
          : { outcome: 'later', reason: 'another watcher leads' };
      }
      const target = hookTarget(request, rules.allowed);
      if ('problem' in target) return refuse(target.problem, request.source, 'forbidden');
      // The rest of a long delivery: it comes again, and is told of then.
      if (ports.clock.now().getTime() >= time.deadline) return { outcome: 'later', reason: 'its time is up' };
      return relayVersion(decided.ask, target, time);
    }
    if (decided.outcome === 'refused') return refuse(decided.reason, request.source, decided.fault);
    told.emit({ event: 'ignored', reason: decided.reason });
    return decided;
  }

  async function outcomesOf(
    delivery: Exclude<Delivery, { kind: 'handshake' }>,
    request: RelayRequest,
  ): Promise<readonly RelayOutcome[]> {
    const { source, header, arrivedAt } = request;
    const problem = delivery.kind === 'unreadable' ? delivery.problem : falseHeader(header(lower.eventType));
    if (delivery.kind === 'unreadable' || problem !== undefined) {
      return [refuse(problem ?? 'it cannot be read', source, 'malformed')];
    }
    const { events } = delivery;
    const subscription = header(lower.subscription);
    told.emit({
      event: 'received',
      source,
      events: events.length,
      ...(subscription === undefined ? {} : { subscription: quoted(subscription) }),
    });
    const began = arrivedAt.getTime();
    const time = { began, deadline: began + deliveryPatience };
    const outcomes: RelayOutcome[] = [];
    await inParallel(events, eventsAtOnce, async (event) => {
      outcomes.push(await relayEvent(event, request, time));
    });
    return outcomes;
  }

  return {
    async deliver(request) {
      const { source, body } = request;
      const delivery = readDelivery(body);
      if (delivery.kind === 'handshake') {
        told.emit({ event: 'handshake', schema: 'event-grid', source });
        return json(200, { validationResponse: delivery.code });
      }
      const { status, reason } = deliveryAnswer(await outcomesOf(delivery, request));
      const milliseconds = ports.clock.now().getTime() - request.arrivedAt.getTime();
      told.emit({ event: 'answered', source, status, reason, milliseconds });
      return { status };
    },

    handshake({ source, header }) {
      const answer = answerHandshake(header, rules.perMinute);
      if (!answer.allowed) {
        told.emit({ event: 'refused', reason: answer.reason, source });
        return { status: 400 };
      }
      told.emit({ event: 'handshake', schema: 'cloud-events', source });
      return { status: 200, headers: answer.headers };
    },
  };
}

const lower = {
  payloadUrl: payloadUrlHeader.toLowerCase(),
  secret: secretHeader.toLowerCase(),
  tags: tagsHeader.toLowerCase(),
  eventType: eventTypeHeader,
  subscription: subscriptionHeader,
};

/** Traffic that calls itself a validation is never forwarded, whatever its body says. */
function falseHeader(eventType: string | undefined): string | undefined {
  return eventType?.toLowerCase() === 'subscriptionvalidation'
    ? `its header ${eventTypeHeader} says validation, its body does not`
    : undefined;
}

/** An event subscription that is there for the watches only names no hook. */
function namesHook({ header }: RelayRequest): boolean {
  return header(lower.payloadUrl) !== undefined || header(lower.secret) !== undefined;
}

function hookTarget(
  { header }: RelayRequest,
  allowed: AllowedAddresses,
): HookTarget | { readonly problem: string } {
  const address = header(lower.payloadUrl);
  const secret = header(lower.secret);
  if (address === undefined || address === '')
    return { problem: `the header ${payloadUrlHeader} is missing` };
  if (secret === undefined || secret === '') return { problem: `the header ${secretHeader} is missing` };
  const read = forwardAddress(address, allowed);
  if ('problem' in read) return { problem: `the address in ${payloadUrlHeader} is refused: ${read.problem}` };
  const tags = header(lower.tags) ?? '';
  const wantedTags = parseTagFilter(tags);
  return wantedTags === undefined
    ? { problem: `the header ${tagsHeader} holds ${quoted(tags)}, which is no tag filter` }
    : { ...read, secret, tags, wantedTags };
}

function json(status: number, value: object): RelayAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
