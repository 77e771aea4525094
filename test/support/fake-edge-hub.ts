// An IoT Hub in memory: layers by priority on devices that do at once what they are told, or fail as a test decides.
import { fail } from '../../src/core/errors/catalogue.ts';
import type { EdgeDeviceState, EdgeModuleState } from '../../src/core/edge/device-state.ts';
import type {
  EdgeConfiguration,
  EdgeConfigurations,
  EdgeDevices,
} from '../../src/ports/edge-configurations.ts';
import type { Clock } from '../../src/ports/clock.ts';

interface Layer extends EdgeConfiguration {
  readonly body: Body;
  readonly created: number;
}

interface Body {
  readonly labels?: Readonly<Record<string, string>>;
  readonly targetCondition: string;
  readonly priority: number;
  readonly content: {
    readonly modulesContent: {
      readonly $edgeAgent: Readonly<Record<string, { settings: { image: string } }>>;
    };
  };
}

/** What comes of a module on a device: it runs, or ends with this exit code, or its image can not be pulled. */
export type Fate = 'runs' | 'silent' | 'no-image' | { readonly exit: number };

const prefix = 'properties.desired.modules.';

const imagesOf = ({ content }: Body): Record<string, string> =>
  Object.fromEntries(
    Object.entries(content.modulesContent.$edgeAgent).map(([key, { settings }]) => [
      key.slice(prefix.length),
      settings.image,
    ]),
  );

export class FakeEdgeHub implements EdgeConfigurations, EdgeDevices {
  readonly layers = new Map<string, Layer>();
  /** Every write, in words. */
  readonly writes: string[] = [];
  /** By image and device. */
  fate: (image: string, device: string) => Fate = () => 'runs';
  readonly #devices: readonly string[];
  readonly #clock: Pick<Clock, 'now'>;
  readonly #versions = new Map<
    string,
    { readonly layer: string; readonly version: number; readonly at: string }
  >();
  #created = 0;

  constructor(devices: readonly string[], clock: Pick<Clock, 'now'>) {
    this.#devices = devices;
    this.#clock = clock;
  }

  list(): Promise<readonly EdgeConfiguration[]> {
    const seen = ({ id, labels, targetCondition, priority, createdAt, modules }: Layer) => ({
      ...{ id, labels, targetCondition, priority, createdAt, modules },
    });
    return Promise.resolve([...this.layers.values()].map(seen));
  }

  create(hub: string, id: string, given: object): Promise<void> {
    const body = given as Body;
    const resource = `${hub}/configurations/${id}`;
    this.#targets(body.targetCondition, resource);
    const before = this.layers.get(id);
    const labels = body.labels ?? {};
    if (before && JSON.stringify(before.labels) !== JSON.stringify(labels))
      return Promise.reject(fail('AzureConflict', { resource, reason: 'it exists already' }));
    if (before) return Promise.resolve();
    this.writes.push(`create ${id} (${body.priority})`);
    this.#created += 1;
    const { targetCondition, priority } = body;
    const createdAt = this.#clock.now().toISOString();
    this.layers.set(id, {
      id,
      labels,
      targetCondition,
      priority,
      createdAt,
      modules: imagesOf(body),
      body,
      created: this.#created,
    });
    this.#settle();
    return Promise.resolve();
  }

  setPriority(hub: string, id: string, priority: number): Promise<void> {
    const layer = this.layers.get(id);
    if (!layer)
      return Promise.reject(fail('AzureResourceNotFound', { resource: `${hub}/configurations/${id}` }));
    if (layer.priority !== priority) this.writes.push(`priority ${id} ${priority}`);
    this.layers.set(id, { ...layer, priority });
    this.#settle();
    return Promise.resolve();
  }

  delete(_: string, id: string): Promise<void> {
    if (this.layers.delete(id)) this.writes.push(`delete ${id}`);
    this.#settle();
    return Promise.resolve();
  }

  targeted(hub: string, id: string): Promise<readonly EdgeDeviceState[]> {
    const layer = this.layers.get(id);
    if (!layer) return Promise.resolve([]);
    const targets = this.#targets(layer.targetCondition, hub);
    return Promise.resolve(targets.map((device) => this.#state(device, id)));
  }

  logs(_: string, { device, module }: { device: string; module: string }): Promise<string> {
    return Promise.resolve(`${module} on ${device} has printed this\n`);
  }

  /** The image that a device is told to run; absent when no layer brings the module to it. */
  moduleOn(device: string, module: string): string | undefined {
    return this.#top(device)?.modules[module];
  }

  /** The one on top of all that target the device. */
  #top(device: string): Layer | undefined {
    return [...this.layers.values()]
      .filter(({ targetCondition }) => this.#targets(targetCondition, '').includes(device))
      .toSorted((a, b) => a.priority - b.priority || a.created - b.created)
      .at(-1);
  }

  #settle(): void {
    for (const device of this.#devices) {
      const layer = this.#top(device)?.id ?? '';
      const before = this.#versions.get(device);
      if (before?.layer === layer) continue;
      const at = this.#clock.now().toISOString();
      this.#versions.set(device, { layer, version: (before?.version ?? 1) + 1, at });
    }
  }

  #state(device: string, id: string): EdgeDeviceState {
    const { version, at } = this.#versions.get(device) ?? { version: 1, at: '' };
    const targeted = { device, applied: this.layers.has(id), desiredVersion: version };
    const modules = this.#top(device)?.body.content.modulesContent.$edgeAgent ?? {};
    const found = Object.entries(modules).map(([key, { settings }]) => {
      return {
        name: key.slice(prefix.length),
        image: settings.image,
        fate: this.fate(settings.image, device),
      };
    });
    if (found.some(({ fate }) => fate === 'silent')) return { ...targeted, modules: {} };
    const missing = found.find(({ fate }) => fate === 'no-image');
    if (missing)
      return {
        ...targeted,
        reportedVersion: version,
        agent: { code: 500, description: `manifest for ${missing.image} not found` },
        modules: {},
      };
    const states = found.map(({ name, image, fate }) => {
      const exit = typeof fate === 'object' ? fate.exit : undefined;
      const state: EdgeModuleState = {
        ...{ image, restarts: 0, startedAt: at, exitCode: exit ?? 0 },
        status: exit === undefined ? 'running' : 'backoff',
        description: exit === undefined ? 'Up' : `Exited (${exit})`,
      };
      return [name, state];
    });
    return {
      ...targeted,
      reportedVersion: version,
      agent: { code: 200, description: '' },
      modules: Object.fromEntries(states) as Record<string, EdgeModuleState>,
    };
  }

  /** Of the language of conditions it knows names of devices, with OR between them, and a star. */
  #targets(condition: string, resource: string): readonly string[] {
    if (condition === '*') return this.#devices;
    const names = condition.split(/\s+OR\s+/i).map((part) => /^deviceId\s*=\s*'([^']+)'$/.exec(part)?.[1]);
    if (names.includes(undefined))
      throw fail('AzureRejected', { resource, status: 400, reason: 'the target condition is invalid' });
    return this.#devices.filter((device) => names.includes(device));
  }
}
