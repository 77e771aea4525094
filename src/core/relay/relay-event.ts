// What the relay tells: one event each, with the fields a machine reads and the sentence a person reads. No secret, no
// key and nothing of a hook's address but host and organization is ever in one.
import type { WatchEvent } from '../watch/event.ts';

interface OfVersion {
  readonly workspace: string;
  readonly model: string;
  readonly version: string;
}

export type RelayEvent =
  | {
      readonly event: 'listening';
      readonly address: string;
      readonly workspaces: number;
      readonly organizations: readonly string[];
    }
  | { readonly event: 'handshake'; readonly schema: 'event-grid' | 'cloud-events'; readonly source: string }
  | {
      readonly event: 'received';
      readonly source: string;
      readonly events: number;
      /** The event subscription's name, if the delivery tells it. */
      readonly subscription?: string;
    }
  /** The watches of the workspace look at once. */
  | ({ readonly event: 'woke' } & OfVersion)
  | ({ readonly event: 'ignored'; readonly reason: string } & Partial<OfVersion>)
  | ({ readonly event: 'verified'; readonly createdAt: string } & OfVersion)
  | ({
      readonly event: 'forwarded';
      /** Host and organization. */
      readonly hook: string;
      /** How often Azure DevOps was called; 0 if an earlier delivery had forwarded it already. */
      readonly attempts: number;
    } & OfVersion)
  | ({
      readonly event: 'refused';
      readonly reason: string;
      /** Where it came from, for a request that was refused as a whole. */
      readonly source?: string;
    } & Partial<OfVersion>)
  | {
      readonly event: 'answered';
      readonly source: string;
      readonly status: number;
      readonly reason: string;
      readonly milliseconds: number;
    }
  | Extract<WatchEvent, { event: 'failed' }>;

/** One line for a person. */
export function describeRelayEvent(event: RelayEvent): string {
  switch (event.event) {
    case 'listening':
      return (
        `Relay: listening at ${event.address} for events of ${event.workspaces} workspace(s), ` +
        `forwarding to ${event.organizations.join(', ')}.`
      );
    case 'handshake':
      return `Relay: agreed to deliveries (${event.schema}) on a request from ${event.source}.`;
    case 'received': {
      const subscription = event.subscription === undefined ? '' : ` of subscription ${event.subscription}`;
      return `Relay: received ${event.events} event(s)${subscription} from ${event.source}.`;
    }
    case 'woke':
      return `Relay: ${about(event)} was announced; the watches of ${event.workspace} look at once.`;
    case 'ignored':
      return `Relay: ignored ${about(event)}: ${event.reason}.`;
    case 'verified':
      return `Relay: ${about(event)} is registered since ${event.createdAt}.`;
    case 'forwarded':
      return event.attempts === 0
        ? `Relay: ${about(event)} was forwarded to ${event.hook} already.`
        : `Relay: forwarded ${about(event)} to ${event.hook}.`;
    case 'refused':
      return (
        `Relay: refused ${about(event)}${event.source === undefined ? '' : ` from ${event.source}`}: ` +
        `${event.reason}.`
      );
    case 'answered':
      return `Relay: answered ${event.source} with ${event.status} after ${event.milliseconds} ms: ${event.reason}.`;
    case 'failed':
      return `Relay: could not ${event.action}: ${event.reason}`;
  }
}

function about({ workspace, model, version }: Partial<OfVersion>): string {
  return model === undefined || version === undefined || workspace === undefined
    ? 'a request'
    : `version ${version} of ${model} in ${workspace}`;
}
