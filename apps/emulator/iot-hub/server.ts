// The emulated IoT Hub: its HTTPS address, its seeded devices, and the agents that carry out their deployments.
import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Rights } from '../arm/rights.ts';
import type { TokenCheck } from '../identity/access-token.ts';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import type { FaultList } from '../kernel/fault-list.ts';
import { addFaultHooks } from '../kernel/fault-hooks.ts';
import type { GapList } from '../kernel/gap-list.ts';
import { startHttpsServer, type App } from '../kernel/https-server.ts';
import type { Time } from '../kernel/time.ts';
import { LoopbackAddresses } from '../container-runtime/loopback.ts';
import { requireAccess } from './access.ts';
import { createDevice } from './device.ts';
import { EdgeDevice } from './edge-device.ts';
import { Hub } from './hub.ts';
import { HubError, hubErrors } from './hub-error.ts';
import type { ModuleRunner } from './module-runner.ts';
import type { HubRoute } from './hub-route.ts';
import { hubRoutes } from './routes.ts';
import { baseDeployment, seededDevices, type SeededDevice } from './seed.ts';
import { parseConfiguration } from './configuration.ts';
import type { RegistryCredentials } from './module-runner.ts';

export interface IotHubOptions {
  readonly port: number;
  readonly certificate: ServerCertificate;
  readonly gaps: GapList;
  readonly time: Time;
  readonly rights: Rights;
  readonly faults: FaultList;
  readonly checkToken: (token: string) => Promise<TokenCheck>;
  readonly runner: ModuleRunner;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly devices?: readonly SeededDevice[];
  /** What the base deployment lets the devices sign in to registries with. */
  readonly credentials?: readonly RegistryCredentials[];
  /** How long an agent pauses before it starts a module again; 1 is its own pace. */
  readonly pauseScale?: number;
  readonly log: (line: string) => void;
}

export interface IotHub {
  /** e.g. localhost:43125, as a client names the hub. */
  readonly hostName: string;
  readonly origin: string;
  /** With the policy iothubowner. */
  readonly connectionString: string;
  readonly hub: Hub;
  /** By device. */
  readonly edge: ReadonlyMap<string, EdgeDevice>;
  close(): Promise<void>;
}

const apiVersions = ['2020-09-30', '2021-04-12'];

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw hubErrors.invalid('The body is not JSON.');
  }
}

const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

function queryOf(request: FastifyRequest, { parameters = [] }: HubRoute): URLSearchParams {
  const query = new URLSearchParams(request.url.split('?').slice(1).join('?'));
  const version = query.get('api-version') ?? undefined;
  if (version === undefined || !apiVersions.includes(version)) throw hubErrors.apiVersion(version);
  const unknown = [...query.keys()].find((name) => name !== 'api-version' && !parameters.includes(name));
  if (unknown !== undefined) throw hubErrors.invalid(`The query parameter '${unknown}' is not known.`);
  return query;
}

interface Mounted {
  readonly options: IotHubOptions;
  readonly hub: Hub;
  readonly edge: ReadonlyMap<string, EdgeDevice>;
  readonly policies: Readonly<Record<string, string>>;
}

function mount(app: App, { options, hub, edge, policies }: Mounted): void {
  const { time, rights, faults, checkToken } = options;
  const now = () => time.now();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as string));
    } catch (error) {
      done(error as Error);
    }
  });
  addFaultHooks(app, {
    ...{ faults, time, isExempt: () => false },
    refusal: ({
      status,
      code = 'ServerError',
      message = 'A fault that was ordered.',
      retryAfterSeconds,
    }) => ({
      status,
      headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
      body: new HubError(status, code, message).body(now()),
    }),
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof HubError) {
      void reply.header('iothub-errorcode', error.code);
      return reply.status(error.status).send(error.body(now()));
    }
    options.log(
      `iot-hub ${request.method} ${request.url}: ${error instanceof Error ? (error.stack ?? '') : ''}`,
    );
    return reply.status(500).send(new HubError(500, 'ServerError', 'The emulator failed.').body(now()));
  });
  for (const route of hubRoutes(hub, (device) => edge.get(device)?.allLogs()))
    app.route<{ Params: Record<string, string> }>({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const action = `Microsoft.Devices/IotHubs/${route.right}`;
        await requireAccess(request.headers.authorization, action, {
          ...{ check: checkToken, rights, policies, host: 'localhost', now },
        });
        const answer = route.handle({
          params: request.params,
          body: request.body,
          ifMatch: headerOf(request, 'if-match')?.replace(/^"(.*)"$/, '$1'),
          header: (name) => headerOf(request, name),
          query: queryOf(request, route),
          now: now(),
        });
        void reply.status(answer.status ?? 200).headers({ ...answer.headers });
        return reply.send(answer.body);
      },
    });
}

function startDevices(hub: Hub, options: IotHubOptions): ReadonlyMap<string, EdgeDevice> {
  const { runner, time, pauseScale = 1, log, devices = seededDevices } = options;
  // One a device, so that two devices can publish the same port.
  const addresses = new LoopbackAddresses(options.random);
  const edge = new Map<string, EdgeDevice>();
  hub.onDesired = ({ id }) => edge.get(id)?.wake();
  devices.forEach(({ id, tags }) => {
    const device = createDevice(id, { isEdge: true, tags }, time.now());
    // A target condition can ask for what an agent reports.
    const reported = () => hub.refresh(device);
    edge.set(
      id,
      new EdgeDevice({ device, runner, time, pauseScale, reported, log, address: addresses.next() }),
    );
    hub.add(device);
  });
  return edge;
}

export async function startIotHub(options: IotHubOptions): Promise<IotHub> {
  const { time, credentials = [] } = options;
  const hub = new Hub(() => time.now());
  const edge = startDevices(hub, options);
  hub.set(parseConfiguration('edge-base', baseDeployment(credentials), time.now(), 0));
  const key = randomBytes(32).toString('base64');
  const server = await startHttpsServer({
    name: 'iot-hub',
    port: options.port,
    certificate: options.certificate,
    gaps: options.gaps,
    notFoundBody: (method, path) => hubErrors.unknown(method, path).body(time.now()),
    register: (app) => mount(app, { options, hub, edge, policies: { iothubowner: key } }),
  });
  return {
    hostName: new URL(server.origin).host,
    origin: server.origin,
    connectionString: `HostName=localhost;SharedAccessKeyName=iothubowner;SharedAccessKey=${key}`,
    hub,
    edge,
    async close() {
      await server.close();
      await Promise.all([...edge.values()].map((device) => device.close()));
    },
  };
}
