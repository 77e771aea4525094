// The container groups there are, and what they use together: DNS labels and cores of a region.
import { groupErrors } from './group-error.ts';
import type { Group } from './group.ts';
import { coresOf } from './group-rules.ts';
import type { GroupRequest } from './group-schemas.ts';

/** The service's default for a region. */
const coreLimit = 100;

export class GroupStore {
  readonly #groups = new Map<string, Group>();

  all(): readonly Group[] {
    return [...this.#groups.values()];
  }

  find(name: string): Group | undefined {
    return this.#groups.get(name.toLowerCase());
  }

  add(group: Group): void {
    this.#groups.set(group.name.toLowerCase(), group);
  }

  remove(name: string): void {
    this.#groups.delete(name.toLowerCase());
  }

  /**
   * Refuses what the region has not: a label that another group has, more cores than are left.
   *
   * @throws ArmError 409
   */
  reserve(name: string, request: GroupRequest): void {
    const { location, properties } = request;
    const others = this.all().filter(
      (group) => group.name.toLowerCase() !== name.toLowerCase() && group.request.location === location,
    );
    const label = properties.ipAddress?.dnsNameLabel;
    if (
      label !== undefined &&
      others.some(({ request: of }) => of.properties.ipAddress?.dnsNameLabel === label)
    )
      throw groupErrors.labelTaken(label, name);
    const used = others.reduce((cores, group) => cores + coresOf(group.request), 0);
    const requested = coresOf(request);
    if (used + requested > coreLimit)
      throw groupErrors.quota(location, { limit: coreLimit, used, requested });
  }
}
