// The emulated Azure Resource Manager: mounts operations behind the pipeline, renders errors, records exchanges.
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TokenCheck } from '../identity/access-token.ts';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import type { GapList } from '../kernel/gap-list.ts';
import { addFaultHooks } from '../kernel/fault-hooks.ts';
import { startHttpsServer, type App, type RunningServer } from '../kernel/https-server.ts';
import type { Time } from '../kernel/time.ts';
import { ArmError, armErrors } from './arm-error.ts';
import { addControlRoutes, controlPrefix, type Control } from './control.ts';
import { isDescribedElsewhere } from './not-emulated.ts';
import type { Answer, Operation } from './operation.ts';
import { admit, faultAnswer, type Admission } from './pipeline.ts';
import type { Exchange } from './recorder.ts';
import type { ResourceScope } from './resources.ts';

export interface ArmOptions {
  readonly port: number;
  readonly certificate: ServerCertificate;
  readonly gaps: GapList;
  readonly authority: string;
  readonly scope: ResourceScope;
  readonly control: Control;
  readonly operations: readonly Operation[];
  readonly checkToken: (token: string) => Promise<TokenCheck>;
  readonly record: (exchange: Exchange) => void;
  readonly time: Time;
  /** Told about each failure that is the emulator's own fault. */
  readonly log: (line: string) => void;
}

const publicAudiences = ['https://management.azure.com', 'https://management.core.windows.net'];

const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? request.url;
const isControl = (request: FastifyRequest): boolean => request.url.startsWith(controlPrefix);
const searchOf = (request: FastifyRequest): URLSearchParams =>
  new URLSearchParams(request.url.split('?').slice(1).join('?'));

function lookUp(search: URLSearchParams): (name: string) => string | undefined {
  const byName = new Map([...search].map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byName.get(name.toLowerCase());
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw armErrors.invalidJson(error instanceof Error ? error.message : 'not JSON');
  }
}

function addPipeline(
  app: App,
  origin: () => string,
  options: ArmOptions,
): WeakMap<FastifyRequest, Admission> {
  const admissions = new WeakMap<FastifyRequest, Admission>();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJson(body as string));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onRequest', (request, reply, done) => {
    const correlation = request.headers['x-ms-correlation-request-id'];
    const id = randomUUID();
    void reply.headers({
      'cache-control': 'no-cache',
      'x-ms-request-id': id,
      'x-ms-correlation-request-id': typeof correlation === 'string' ? correlation : id,
      'x-ms-routing-request-id': `${options.scope.location.toUpperCase()}:${id}`,
    });
    done();
  });
  addFaultHooks(app, {
    faults: options.control.faults,
    time: options.time,
    isExempt: isControl,
    refusal: faultAnswer,
  });
  app.addHook('onRequest', async (request) => {
    if (isControl(request)) return;
    const { authority, scope, checkToken, control } = options;
    const admission = await admit(
      {
        method: request.method,
        path: pathOf(request),
        apiVersion: lookUp(searchOf(request))('api-version'),
        authorization: request.headers.authorization,
      },
      {
        bearer: {
          authority,
          tenantId: scope.tenantId,
          audiences: [...publicAudiences, origin()],
          now: options.time.now(),
          check: checkToken,
        },
        scope,
        rights: control.rights,
      },
    );
    admissions.set(request, admission);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isControl(request)) options.record(exchangeOf(request, reply, payload));
    done(null, payload);
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ArmError)
      return reply
        .status(error.spec.status)
        .headers({ ...error.spec.headers })
        .send(error.body());
    options.log(`${request.method} ${pathOf(request)}: ${error instanceof Error ? (error.stack ?? '') : ''}`);
    const message = error instanceof Error ? error.message : 'unknown';
    return reply.status(500).send({ error: { code: 'EmulatorFault', message } });
  });
  return admissions;
}

function exchangeOf(request: FastifyRequest, reply: FastifyReply, payload: unknown): Exchange {
  const text = typeof payload === 'string' ? payload : '';
  return {
    request: {
      method: request.method,
      url: `https://${request.host}${request.url}`,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
    },
    response: {
      status: reply.statusCode,
      headers: reply.getHeaders(),
      ...(text === '' ? {} : { body: JSON.parse(text) as unknown }),
    },
  };
}

function refuseUnknownQuery(operation: Operation, search: URLSearchParams): void {
  const known = new Set(['api-version', ...operation.query.map((name) => name.toLowerCase())]);
  const unknown = [...search.keys()].find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined)
    throw new ArmError({
      status: 400,
      code: 'UnknownQueryParameter',
      message: `The emulator refuses the query parameter '${unknown}': the official description does not declare it for this operation.`,
    });
}

async function send(reply: FastifyReply, answer: Answer): Promise<void> {
  const { status, headers = {}, body } = answer;
  await reply
    .status(status)
    .headers({ ...headers })
    .send(body);
}

function mount(app: App, origin: () => string, options: ArmOptions): void {
  const admissions = addPipeline(app, origin, options);
  addControlRoutes(app, options.control, options.gaps);
  for (const operation of options.operations) {
    app.route<{ Params: Record<string, string> }>({
      method: operation.method,
      url: operation.path,
      handler: async (request, reply) => {
        const admission = admissions.get(request);
        if (!admission) throw new Error('an operation was reached without admission');
        const search = searchOf(request);
        refuseUnknownQuery(operation, search);
        const answer = await operation.handle({
          ...admission,
          params: request.params,
          query: lookUp(search),
          body: request.body,
          now: options.time.now(),
          origin: origin(),
          path: pathOf(request),
          search,
        });
        await send(reply, answer);
        return reply;
      },
    });
  }
}

export async function startArm(options: ArmOptions): Promise<RunningServer> {
  const refusal = (method: string, path: string) =>
    isDescribedElsewhere(method, path)
      ? armErrors.notEmulated(method, path)
      : armErrors.unknownOperation(method, path);
  return startHttpsServer({
    name: 'azure-resource-manager',
    port: options.port,
    certificate: options.certificate,
    gaps: options.gaps,
    notFoundStatus: (method, path) => refusal(method, path).spec.status,
    notFoundBody: (method, path) => refusal(method, path).body(),
    register: (app, origin) => mount(app, origin, options),
  });
}
