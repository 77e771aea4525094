// Wires the relay: the address Event Grid delivers to, the flow, and the way to Azure DevOps.
import { type RelayHints, createRelay } from '../../../artifact-source/relay.ts';
import {
  type DeliveryServer,
  type ServerCertificate,
  deliveryPath,
  startDeliveryServer,
} from '../../../src/adapters/event-grid/delivery-server.ts';
import { createReleaseHook } from '../../../src/adapters/release-hook/signed-post.ts';
import { given } from '../../../src/core/given.ts';
import { allowedAddresses } from '../../../src/core/relay/forward-address.ts';
import { sourceId } from '../../../src/core/model/source.ts';
import type { Workspace } from '../../../src/core/workspace.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { ForwardedVersions, TriggeredReleases } from '../../../src/ports/forwarded-versions.ts';
import type { ModelRegistry } from '../../../src/ports/model-registry.ts';
import type { RelayEvents } from '../../../src/ports/relay.ts';
import type { RelaySection } from './relay-section.ts';

export interface RelayOptions {
  readonly section: RelaySection;
  /** Those of the watches, as they are at the time, and the organization they fire in: where the section names none. */
  readonly workspaces: () => readonly Workspace[];
  readonly organization: string;
  /** The value of the variable that `keyFrom` names. */
  readonly key?: string;
  /** @throws FileNotFound or FileUnreadable, naming the file as `what` */
  readonly readText: (path: string, what: string) => string;
  readonly registry: ModelRegistry;
  readonly forwarded: ForwardedVersions;
  /** Absent without a token of the organization. */
  readonly releases?: TriggeredReleases;
  readonly events: RelayEvents;
  readonly clock: Clock;
  readonly random: () => number;
  /** What an event wakes beside the relay. */
  readonly hints?: RelayHints;
  readonly onFault: (error: unknown) => void;
}

/** Deliveries that are dealt with at once; each holds its body and at most eight calls. */
const atOnce = 32;

/** @throws RelayCannotListen, RelayCertificateUnusable, FileNotFound, FileUnreadable */
export async function startRelay(options: RelayOptions): Promise<DeliveryServer> {
  const { section, registry, forwarded, releases, events, clock, random, onFault, key } = options;
  const workspaces = () => distinct(section.workspaces ?? options.workspaces());
  const organizations = section.organizations ?? [options.organization];
  const perMinute = section.requestsPerMinute;
  const now = () => clock.now();
  const relay = createRelay(
    {
      get workspaces() {
        return workspaces();
      },
      allowed: organizations.flatMap(allowedAddresses),
      perMinute,
    },
    { registry, events, clock, random, hook: createReleaseHook(now), forwarded, ...given({ releases }) },
    options.hints,
  );
  const { host, port, tls, trustedProxies, maxBodyBytes } = section;
  const server = await startDeliveryServer({
    host,
    port,
    ...(tls === undefined ? {} : { tls: readCertificate(tls, options) }),
    trustedProxies,
    maxBodyBytes,
    admission: {
      // Ten seconds' worth at once: what Event Grid sends after it held back for a while.
      bucket: { perMinute, burst: Math.max(10, Math.ceil(perMinute / 6)) },
      atOnce,
      ...(key === undefined ? {} : { key }),
    },
    relay,
    events,
    now,
    onFault,
  });
  const address = `${server.origin}${deliveryPath}`;
  events.emit({ event: 'listening', address, workspaces: workspaces().length, organizations });
  return server;
}

function readCertificate(
  { certificate, key }: NonNullable<RelaySection['tls']>,
  { readText }: RelayOptions,
): ServerCertificate {
  return {
    certificate,
    key,
    certificatePem: readText(certificate, 'certificate of the relay'),
    keyPem: readText(key, 'private key of the relay'),
  };
}

/** Each workspace once, in its first spelling. */
function distinct(workspaces: readonly Workspace[]): readonly Workspace[] {
  const ids = workspaces.map(sourceId);
  return workspaces.filter((each, index) => ids.indexOf(sourceId(each)) === index);
}
