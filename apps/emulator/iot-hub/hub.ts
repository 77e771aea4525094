// The state of one IoT Hub: devices, configurations, and what each device shall run because of them.
import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from './configuration.ts';
import type { Document } from './condition.ts';
import { prefix, type ModulesContent } from './content.ts';
import { deviceTwinView, moduleOf, moduleTwinView, type Device } from './device.ts';
import { hubErrors } from './hub-error.ts';
import { mergeLayers } from './layers.ts';
import { parseQuery } from './query.ts';
import type { Properties } from './twin.ts';

const system = new Set(['$edgeAgent', '$edgeHub']);

const manifestOf = (content: ModulesContent): Readonly<Record<string, Properties>> =>
  Object.fromEntries(
    Object.entries(content).map(([module, members]) => [module, (members[prefix] ?? {}) as Properties]),
  );

export class Hub {
  readonly configurations = new Map<string, Configuration>();
  readonly #devices = new Map<string, Device>();
  readonly #now: () => Date;
  /** Told of each device whose agent has something else to do. */
  onDesired: (device: Device) => void = () => undefined;

  constructor(now: () => Date) {
    this.#now = now;
  }

  add(device: Device): void {
    this.#devices.set(device.id, device);
    this.refresh(device);
  }

  devices(): readonly Device[] {
    return [...this.#devices.values()];
  }

  /** @throws HubError 404 */
  device(id: string): Device {
    const device = this.#devices.get(id);
    if (!device) throw hubErrors.noDevice(id);
    return device;
  }

  /** @throws HubError 404 */
  configuration(id: string): Configuration {
    const configuration = this.configurations.get(id);
    if (!configuration) throw hubErrors.noConfiguration(id);
    return configuration;
  }

  set(configuration: Configuration): void {
    this.configurations.set(configuration.id, configuration);
    this.refreshAll();
  }

  remove(id: string): void {
    this.configurations.delete(id);
    this.refreshAll();
  }

  refreshAll(): void {
    this.devices().forEach((device) => this.refresh(device));
  }

  /** Works out anew what `device` shall run. */
  refresh(device: Device): void {
    if (!device.isEdge) return;
    const view = deviceTwinView(device);
    const candidates = [...this.configurations.values()].filter(({ targets }) => targets(view));
    const { manifest, applied } = mergeLayers(candidates);
    device.standing = Object.fromEntries(
      candidates.map(({ id }) => [id, { status: applied.includes(id) ? 'Applied' : 'Targeted' } as const]),
    );
    const wanted = manifest ?? (device.manual && manifestOf(device.manual));
    // Without any deployment a device goes on with what it runs.
    if (wanted !== undefined) this.#put(device, wanted);
  }

  #put(device: Device, manifest: Readonly<Record<string, Properties>>): void {
    const now = this.#now();
    const agent = manifest['$edgeAgent'] ?? {};
    const modules = Object.keys(agent['modules'] ?? {});
    for (const name of device.modules.keys())
      if (!system.has(name) && !modules.includes(name)) device.modules.delete(name);
    let changed = false;
    for (const name of new Set([...Object.keys(manifest), ...modules])) {
      const { twin } = moduleOf(device, name, now);
      const desired = manifest[name];
      if (desired === undefined || isDeepStrictEqual(desired, twin.desired)) continue;
      twin.setDesired(desired, now);
      changed ||= name === '$edgeAgent';
    }
    if (changed) this.onDesired(device);
  }

  /** @throws ConditionError */
  query(text: string): readonly Document[] {
    const { from, where, select } = parseQuery(text);
    const documents =
      from === 'devices'
        ? this.devices().map(deviceTwinView)
        : this.devices().flatMap((device) =>
            [...device.modules.values()].map((module) => moduleTwinView(device, module)),
          );
    return select(documents.filter(where));
  }
}
