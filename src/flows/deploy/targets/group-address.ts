// Where callers reach a container group, and what they present.
import { hostTag } from '../../../core/plan/targets/container-group-tags.ts';
import { given } from '../../../core/given.ts';
import type { ContainerGroup } from '../../../ports/container-groups.ts';
import type { ScoringRequest } from '../../../ports/scoring-service.ts';

const portOf = (port: number): string => (port === 443 || port === 80 ? '' : `:${port}`);

/** Scheme, host and port; absent while the group has no address. The certificate's name goes before Azure's. */
export function originOf({ tags, fqdn, ip, ports }: ContainerGroup): string | undefined {
  const host = tags[hostTag] ?? fqdn ?? ip;
  const [port] = ports;
  if (host === undefined || port === undefined) return undefined;
  return `${port === 443 ? 'https' : 'http'}://${host}${portOf(port)}`;
}

export interface Presented {
  /** Absent for a service without keys. */
  readonly key?: string;
  /** The certificate that has to be shown; absent: one that this machine trusts. */
  readonly certificate?: string;
}

/**
 * A request to the group's own address: the name may not be known to DNS yet, or lead to another group.
 *
 * @param path below the host, e.g. `/score`
 */
export function requestTo(
  group: ContainerGroup,
  { path, body }: { readonly path: string; readonly body: string },
  { key, certificate }: Presented,
): ScoringRequest | undefined {
  const origin = originOf(group);
  const { ip } = group;
  if (origin === undefined || ip === undefined) return undefined;
  return {
    uri: `${origin}${path}`,
    body,
    ...(key !== undefined && { credential: { authorization: `Bearer ${key}` } }),
    connectTo: { ip, ...given({ certificate }) },
  };
}
