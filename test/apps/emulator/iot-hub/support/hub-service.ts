// The emulated IoT Hub with devices whose modules are in memory, and the official client against it.
import { Agent } from 'node:https';
import { Registry } from 'azure-iothub';
import { FaultList } from '../../../../../apps/emulator/kernel/fault-list.ts';
import { Rights } from '../../../../../apps/emulator/arm/rights.ts';
import { hubAudience } from '../../../../../apps/emulator/iot-hub/access.ts';
import type {
  ModuleRunner,
  ModuleStart,
  RegistryCredentials,
} from '../../../../../apps/emulator/iot-hub/module-runner.ts';
import { startIotHub, type IotHub } from '../../../../../apps/emulator/iot-hub/server.ts';
import { startIdentity, type Identity } from '../../../../../apps/emulator/identity/server.ts';
import { createCertificateAuthority } from '../../../../../apps/emulator/kernel/certificate-authority.ts';
import { GapList } from '../../../../../apps/emulator/kernel/gap-list.ts';
import { httpsCall } from '../../../../../apps/emulator/kernel/https-client.ts';
import { HeldTime } from '../../support/held-time.ts';
import { tokenFor } from '../../support/sign-in.ts';

/** Images whose name holds `missing` are in no registry, modules whose image holds `broken` end at once with code 3. */
export class MemoryRunner implements ModuleRunner {
  readonly started: ModuleStart[] = [];
  readonly running = new Set<string>();
  credentials: readonly RegistryCredentials[] = [];

  pull(image: string, credentials: readonly RegistryCredentials[]): Promise<void> {
    this.credentials = credentials;
    return image.includes('missing')
      ? Promise.reject(new Error(`manifest for ${image} not found`))
      : Promise.resolve();
  }

  start(module: ModuleStart) {
    this.started.push(module);
    this.running.add(module.name);
    module.log(`started ${module.image}\n`);
    let end: (code: number) => void = () => undefined;
    const exited = new Promise<number>((resolve) => {
      end = (code) => {
        this.running.delete(module.name);
        resolve(code);
      };
    });
    if (module.image.includes('broken')) setImmediate(() => end(3));
    return Promise.resolve({
      exited,
      stop: () => {
        end(137);
        return Promise.resolve();
      },
    });
  }
}

export interface HubService {
  readonly hub: IotHub;
  readonly identity: Identity;
  readonly rights: Rights;
  readonly faults: FaultList;
  readonly runner: MemoryRunner;
  readonly time: HeldTime;
  readonly caPem: string;
  readonly failures: readonly string[];
  token(resource?: string, client?: { clientId: string; clientSecret: string }): Promise<string>;
  /** The official client, signed in by a token of Entra ID. */
  client(client?: { clientId: string; clientSecret: string }): Registry;
  /** A call with a valid token. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown>; etag: string }>;
  /** Resolves when every device has carried out everything. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function startHubService(): Promise<HubService> {
  const authority = await createCertificateAuthority(new Date());
  const { caPem } = authority;
  const gaps = new GapList();
  const time = new HeldTime();
  const common = { port: 0, certificate: await authority.issueForLocalhost(), caPem, gaps };
  const identity = await startIdentity({ ...common, now: () => new Date() });
  identity.allowResource(hubAudience);
  const rights = new Rights();
  rights.grant(identity.client.objectId);
  const faults = new FaultList();
  const runner = new MemoryRunner();
  const failures: string[] = [];
  const hub = await startIotHub({
    ...{ ...common, time, rights, faults, runner, random: Math.random },
    checkToken: (token) => identity.check(token),
    credentials: [{ address: 'example.azurecr.io', username: 'example', password: 'secret' }],
    log: (line) => failures.push(line),
  });
  const token: HubService['token'] = (resource = hubAudience, client = identity.client) =>
    tokenFor(resource, client, identity, caPem);
  return {
    ...{ hub, identity, rights, faults, runner, time, caPem, failures, token },
    client: (client) =>
      toThisPort(
        Registry.fromTokenCredential('localhost', {
          getToken: async (scopes) => ({
            token: await token([scopes].flat().join('').replace('/.default', ''), client),
            expiresOnTimestamp: Date.now() + 3_600_000,
          }),
        }),
        hub,
        caPem,
      ),
    async call(method, path, body, headers = {}) {
      const separator = path.includes('?') ? '&' : '?';
      const answer = await httpsCall({
        method,
        url: `${hub.origin}${path}${path.includes('api-version') ? '' : `${separator}api-version=2021-04-12`}`,
        headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...{ caPem, timeoutMs: 5_000, maxBytes: 1_000_000 },
      });
      const text = answer.body.toString();
      return {
        status: answer.status,
        body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
        etag: String(answer.headers['etag'] ?? ''),
      };
    },
    async settled() {
      for (const device of hub.edge.values()) await device.idle();
    },
    async close() {
      await Promise.all([hub.close(), identity.close()]);
      if (failures.length > 0) throw new Error(`the emulator failed: ${failures.join('\n')}`);
    },
  };
}

/** The client knows no port but 443: its agent leads it to the emulated one. */
export function toThisPort(registry: Registry, hub: IotHub, caPem: string): Registry {
  const agent = new Agent({ port: Number(new URL(hub.origin).port), ca: caPem });
  const { _restApiClient: http } = registry as unknown as {
    _restApiClient: { setOptions(options: { http: { agent: Agent } }): void };
  };
  http.setOptions({ http: { agent } });
  return registry;
}
