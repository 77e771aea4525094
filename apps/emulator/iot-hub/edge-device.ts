// The agent of one IoT Edge device: carries out the desired properties of its twin and reports what came of it.
import { isDeepStrictEqual } from 'node:util';
import type { Time } from '../kernel/time.ts';
import { parseAgent, type AgentManifest, type ModuleSpec } from './content.ts';
import type { Device } from './device.ts';
import { EdgeModule } from './edge-module.ts';
import { HubError } from './hub-error.ts';
import type { ModuleRunner } from './module-runner.ts';

export interface EdgeDeviceOptions {
  readonly device: Device;
  readonly runner: ModuleRunner;
  readonly time: Time;
  /** Where the ports of the device lie on this machine. */
  readonly address: string;
  readonly pauseScale: number;
  /** Told when the agent has reported. */
  readonly reported: () => void;
  readonly log: (line: string) => void;
}

interface Outcome {
  readonly code: number;
  readonly description: string;
}

const maxLog = 64 * 1024;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');

export class EdgeDevice {
  readonly address: string;
  readonly #options: EdgeDeviceOptions;
  readonly #modules = new Map<string, EdgeModule>();
  readonly #logs = new Map<string, string>();
  #work: Promise<void> = Promise.resolve();
  #outcome: Outcome = { code: 200, description: '' };
  #doneVersion = 0;
  #isClosed = false;

  constructor(options: EdgeDeviceOptions) {
    this.#options = options;
    this.address = options.address;
    options.device.isConnected = true;
  }

  /** Goes for what the twin desires now; one such turn at a time. */
  wake(): void {
    this.#work = this.#work.then(() => this.#turn());
  }

  /** Resolves when the agent has carried out everything it knows of. */
  async idle(): Promise<void> {
    await this.#work;
  }

  /** What a module has printed last, as `iotedge logs` shows it. */
  logs(module: string): string {
    return this.#logs.get(module) ?? '';
  }

  /** By module. */
  allLogs(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#modules.keys()].map((name) => [name, this.logs(name)]));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#work;
    await Promise.all([...this.#modules.values()].map((module) => module.stop()));
  }

  async #turn(): Promise<void> {
    const twin = this.#options.device.modules.get('$edgeAgent')?.twin;
    const version = twin?.desiredVersion ?? 0;
    if (this.#isClosed || !twin || version === this.#doneVersion) return;
    this.#outcome = await this.#reconcile(twin.desired);
    this.#doneVersion = version;
    this.#report();
  }

  async #reconcile(desired: unknown): Promise<Outcome> {
    let manifest: AgentManifest;
    try {
      manifest = parseAgent(desired);
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      return { code: 400, description: error.message };
    }
    const faults: string[] = [];
    for (const name of this.#modules.keys()) if (!(name in manifest.modules)) await this.#remove(name);
    for (const [name, spec] of Object.entries(manifest.modules))
      try {
        await this.#ensure(name, spec, manifest);
      } catch (error) {
        faults.push(`module ${name}: ${reasonOf(error)}`);
      }
    return faults.length === 0
      ? { code: 200, description: '' }
      : { code: 500, description: faults.join('; ') };
  }

  /** The image is there before the earlier container is stopped: without it that one goes on. */
  async #ensure(name: string, spec: ModuleSpec, manifest: AgentManifest): Promise<void> {
    const before = this.#modules.get(name);
    if (before && isDeepStrictEqual(before.spec, spec)) return;
    const { runner, device, time, address, pauseScale } = this.#options;
    const log = (text: string) => this.#logs.set(name, `${this.logs(name)}${text}`.slice(-maxLog));
    const { image, createOptions } = spec.settings;
    const credentials = Object.values(manifest.runtime.settings.registryCredentials ?? {});
    await runner.pull(image, credentials, log);
    await this.#remove(name);
    const variables = Object.entries(spec.env ?? {}).map(([variable, { value }]) => [variable, value]);
    const module = new EdgeModule({
      ...{ spec, runner, time, pauseScale },
      start: {
        ...{ name: `${device.id}/${name}`, image, address, log },
        variables: {
          ...(Object.fromEntries(variables) as Record<string, string>),
          IOTEDGE_DEVICEID: device.id,
          IOTEDGE_MODULEID: name,
        },
        options: JSON.parse(createOptions === '' ? '{}' : createOptions) as Record<string, unknown>,
      },
      changed: () => this.#report(),
    });
    this.#modules.set(name, module);
    await module.start();
  }

  async #remove(name: string): Promise<void> {
    const module = this.#modules.get(name);
    this.#modules.delete(name);
    await module?.stop();
  }

  #report(): void {
    if (this.#isClosed) return;
    const { device, time, reported } = this.#options;
    const twin = device.modules.get('$edgeAgent')?.twin;
    const modules = [...this.#modules].map(([name, module]) => [name, module.report()]);
    const system = { runtimeStatus: 'running', exitCode: 0, statusDescription: 'running' };
    twin?.report(
      {
        schemaVersion: '1.1',
        version: { version: '1.5.21' },
        lastDesiredVersion: this.#doneVersion,
        lastDesiredStatus: this.#outcome,
        runtime: { platform: { os: 'linux', architecture: 'x86_64' }, type: 'docker' },
        systemModules: { edgeAgent: system, edgeHub: system },
        modules: Object.fromEntries(modules) as object,
      },
      time.now(),
    );
    reported();
  }
}
