// Container groups in memory, as strict as the service where deployments depend on it: one operation at a time, secrets that
// are never shown, sizes that can not be changed in place, labels that one group has.
import { fail } from '../../src/core/errors/catalogue.ts';
import { given } from '../../src/core/given.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { ContainerGroup, ContainerGroups, GroupRef } from '../../src/ports/container-groups.ts';
import { checkGroupBody, frameOf, shownBody, type GroupBody, type RegistrySight } from './group-body.ts';

export interface FakeGroup {
  readonly name: string;
  readonly ip: string;
  body: GroupBody;
  /** What is under way until then, in milliseconds of the clock. */
  operation: { readonly verb: 'put' | 'delete'; readonly until: number } | undefined;
  /** Since when its containers have run. */
  startedAt: number;
}

export interface FakeContainerGroupsOptions {
  readonly clock: Clock;
  readonly registry: RegistrySight;
  /** How long the service works on a put or a deletion. Milliseconds. */
  readonly operationMs?: number;
}

/** As often as the service wants to be asked while it works. Milliseconds. */
const retryAfterMs = 1000;

export class FakeContainerGroups implements ContainerGroups {
  readonly groups = new Map<string, FakeGroup>();
  /** Whether a container does not stay up. */
  isBroken: (group: FakeGroup, container: string) => boolean = () => false;
  /** Called once the service has accepted a write; what it throws is all that the caller hears. */
  accepted: (verb: 'put' | 'delete', group: string) => void = () => undefined;
  readonly #options: FakeContainerGroupsOptions;
  #addresses = 0;

  constructor(options: FakeContainerGroupsOptions) {
    this.#options = options;
  }

  get #now(): number {
    return this.#options.clock.now().getTime();
  }

  /** The group as it is at this moment. */
  find(name: string): FakeGroup | undefined {
    const found = this.groups.get(name);
    if (found?.operation === undefined || this.#now < found.operation.until) return found;
    if (found.operation.verb === 'delete') {
      this.groups.delete(name);
      return undefined;
    }
    found.startedAt = found.operation.until;
    found.operation = undefined;
    return found;
  }

  #settled(name: string): FakeGroup | undefined {
    const found = this.find(name);
    if (found?.operation)
      throw fail('AzureConflict', {
        resource: `containerGroups/${name}`,
        reason: `ContainerGroupTransitioning: The container group '${name}' is still transitioning, please retry later`,
      });
    return found;
  }

  #must(name: string): FakeGroup {
    const found = this.find(name);
    if (!found) throw fail('AzureResourceNotFound', { resource: `containerGroups/${name}` });
    return found;
  }

  async #workOn(verb: 'put' | 'delete', group: FakeGroup): Promise<void> {
    const { clock, operationMs = 2000 } = this.#options;
    group.operation = { verb, until: this.#now + operationMs };
    this.accepted(verb, group.name);
    while (this.find(group.name)?.operation !== undefined) await clock.sleep(retryAfterMs);
  }

  #reject(name: string, reason: string): never {
    throw fail('AzureRejected', { resource: `containerGroups/${name}`, status: 400, reason });
  }

  #viewOf(group: FakeGroup): ContainerGroup {
    const { name, ip, body, operation } = group;
    const { ipAddress, containers } = body.properties;
    const label = ipAddress?.dnsNameLabel;
    const isUp = operation === undefined;
    return {
      name,
      provisioningState: isUp ? 'Succeeded' : operation.verb === 'put' ? 'Creating' : 'Deleting',
      ...(!isUp && { pauseMs: retryAfterMs }),
      state: isUp ? 'Running' : 'Pending',
      location: body.location,
      tags: body.tags ?? {},
      containers: containers.map(({ name: container, properties }) => {
        const isBroken = isUp && this.isBroken(group, container);
        const image = properties.image;
        if (!isBroken)
          return {
            name: container,
            image,
            state: isUp ? 'Running' : 'Waiting',
            detail: '',
            restarts: 0,
            warnings: [],
          };
        const restarts = Math.floor((this.#now - group.startedAt) / 1000);
        return {
          name: container,
          image,
          state: 'Waiting',
          detail: 'CrashLoopBackOff',
          restarts,
          warnings: [],
        };
      }),
      ...given({ fqdn: label && `${label}.${body.location}.azurecontainer.io` }),
      ...(isUp && ipAddress && { ip }),
      ports: (ipAddress?.ports ?? []).map(({ port }) => port),
      body: shownBody(body),
    };
  }

  async get({ group }: GroupRef): Promise<ContainerGroup | undefined> {
    await Promise.resolve();
    const found = this.find(group);
    return found && this.#viewOf(found);
  }

  async put({ group: name }: GroupRef, asked: object): Promise<void> {
    await Promise.resolve();
    const body = structuredClone(asked) as GroupBody;
    const found = this.#settled(name);
    const fault = checkGroupBody(body, this.#options.registry);
    if (fault !== undefined) this.#reject(name, fault);
    if (found && frameOf(found.body) !== frameOf(body))
      this.#reject(name, `InvalidContainerGroupUpdate: The updates on container group '${name}' are invalid`);
    const label = body.properties.ipAddress?.dnsNameLabel;
    const owner = [...this.groups.values()].find(
      (other) => other.name !== name && other.body.properties.ipAddress?.dnsNameLabel === label,
    );
    if (label !== undefined && owner)
      throw fail('AzureConflict', {
        resource: `containerGroups/${name}`,
        reason: `DnsNameLabelNotAvailable: The DNS name label '${label}' in container group '${name}' not available`,
      });
    const group: FakeGroup = found ?? {
      ...{ name, ip: `10.0.0.${(this.#addresses += 1)}`, body, operation: undefined, startedAt: 0 },
    };
    group.body = body;
    this.groups.set(name, group);
    await this.#workOn('put', group);
  }

  async tag({ group }: GroupRef, tags: Readonly<Record<string, string>>): Promise<void> {
    await Promise.resolve();
    const found = this.#must(group);
    found.body = { ...found.body, tags };
  }

  async delete({ group }: GroupRef): Promise<void> {
    await Promise.resolve();
    const found = this.#settled(group);
    if (found) await this.#workOn('delete', found);
  }

  async logs({ group }: GroupRef, container: string, tail: number): Promise<string> {
    await Promise.resolve();
    const found = this.#must(group);
    if (!found.body.properties.containers.some(({ name }) => name === container))
      throw fail('AzureResourceNotFound', { resource: `containerGroups/${group}` });
    if (found.operation) return '';
    const lines = this.isBroken(found, container) ? ['starting', 'no such thing'] : ['starting', 'ready'];
    return lines.slice(-tail).join('\n');
  }
}
