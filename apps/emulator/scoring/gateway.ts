// The HTTPS front of an online endpoint: checks the key, routes by header or traffic, limits, and forwards.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type {
  EndpointGateway,
  EndpointView,
  GatewayPlace,
  RoutedDeployment,
} from '../azure-ml/online/scoring-host.ts';
import type { ObservedRequest } from '../azure-monitor/metric-store.ts';
import type { ServerCertificate } from '../kernel/certificate-authority.ts';
import type { GapList } from '../kernel/gap-list.ts';
import { startHttpsServer, type App } from '../kernel/https-server.ts';
import type { Time } from '../kernel/time.ts';
import type { DeploymentFaultList } from './deployment-faults.ts';
import { forward, type ForwardAnswer, type ForwardedRequest } from './forward.ts';
import { chooseDeployment, chooseMirror } from './routing.ts';

export interface GatewayOptions {
  readonly place: GatewayPlace;
  readonly certificate: ServerCertificate;
  readonly gaps: GapList;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly view: () => EndpointView;
  /** Told about each request that a deployment answered. */
  readonly observe?: (request: ObservedRequest) => void;
  /** Failures that were ordered for its deployments. */
  readonly faults: DeploymentFaultList;
  readonly time: Pick<Time, 'wait'>;
}

/** The service's limit of a request to a managed online endpoint. */
const maxPayloadBytes = 10 * 1024 * 1024;

/** Belong to one connection, or were for the gateway alone. */
const notForwarded = new Set([
  ...['authorization', 'connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'],
]);

function headersOf(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      notForwarded.has(name) || value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}

async function answerWith(reply: FastifyReply, deployment: RoutedDeployment, answer: ForwardAnswer) {
  void reply.header('azureml-model-deployment', deployment.name);
  switch (answer.kind) {
    case 'timeout':
      return reply.status(408).send({
        error: { code: 'RequestTimeout', message: 'The request took longer than request_timeout_ms.' },
      });
    case 'unreachable':
      return reply
        .status(503)
        .send({ error: { code: 'NoHealthyInstance', message: 'No instance of the deployment is up.' } });
    case 'answer': {
      for (const [name, value] of Object.entries(answer.headers))
        if (!notForwarded.has(name) && value !== undefined) void reply.header(name, value);
      if (answer.status === 200) return reply.status(200).send(answer.body);
      return reply
        .status(424)
        .headers({
          'ms-azureml-model-error-statuscode': String(answer.status),
          'ms-azureml-model-error-reason': answer.reason,
        })
        .send(answer.body);
    }
  }
}

const notFoundBody = (method: string, path: string) => ({
  error: { code: 'NotFound', message: `The emulated endpoint has no '${method} ${path}'.` },
});

function addRoutes(app: App, options: GatewayOptions): void {
  const inFlight = new Map<string, number>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const answerOf = async (
    { name, port, requestTimeoutMs }: RoutedDeployment,
    call: Omit<ForwardedRequest, 'port'>,
  ): Promise<ForwardAnswer> => {
    const { faults, place, random, time } = options;
    const { delayMs, status } = faults.takeAnswer(place.endpoint, name, random());
    if (delayMs > 0) await time.wait(Math.min(delayMs, requestTimeoutMs));
    if (delayMs >= requestTimeoutMs) return { kind: 'timeout' };
    if (status === undefined) return forward({ ...call, port });
    const body = Buffer.from(JSON.stringify({ message: 'An unexpected error occurred in scoring script.' }));
    return { kind: 'answer', status, reason: 'INTERNAL SERVER ERROR', headers: {}, body };
  };

  const handle = async (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const isTriton = path.startsWith('/v2');
    const view = options.view();
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined || !(await view.authorize(bearer)))
      return reply.status(401).send('key_auth_access_denied');
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (body.length > maxPayloadBytes)
      return reply
        .status(413)
        .send({ error: { code: 'PayloadTooLarge', message: 'The request is too large.' } });
    const header = request.headers['azureml-model-deployment'];
    const route = chooseDeployment(view, [header ?? []].flat()[0], options.random());
    if (route.kind === 'refused')
      return reply.status(route.status).send({ error: { code: 'NotFound', message: `${route.reason}.` } });
    const { deployment } = route;
    if (isTriton && deployment.protocol !== 'triton')
      return reply.status(404).send(notFoundBody(request.method, path));
    const busy = inFlight.get(deployment.name) ?? 0;
    if (busy >= deployment.maxInFlight)
      return reply
        .status(429)
        .header('azureml-model-deployment', deployment.name)
        .send({ error: { code: 'TooManyRequests', message: 'Too many pending requests.' } });
    const call = {
      method: request.method,
      path,
      headers: headersOf(request),
      body,
      timeoutMs: deployment.requestTimeoutMs,
    };
    const mirror = header === undefined ? chooseMirror(view, options.random()) : undefined;
    if (mirror) void forward({ ...call, port: mirror.port });
    inFlight.set(deployment.name, busy + 1);
    const started = performance.now();
    try {
      return await answerWith(reply, deployment, await answerOf(deployment, call));
    } finally {
      const milliseconds = performance.now() - started;
      const { endpoint } = options.place;
      options.observe?.({ endpoint, deployment: deployment.name, status: reply.statusCode, milliseconds });
      inFlight.set(deployment.name, (inFlight.get(deployment.name) ?? 1) - 1);
    }
  };
  const base = pathOf(options.place);
  app.post(`${base}/score`, (request, reply) => handle(request, reply, '/score'));
  app.get(`${base}/swagger.json`, (request, reply) => handle(request, reply, request.url.slice(base.length)));
  // Callers of Triton strip the last part of the scoring address, or do not: both stands in Azure's own samples.
  for (const prefix of [base, `${base}/score`])
    for (const url of [`${prefix}/v2`, `${prefix}/v2/*`])
      app.route({
        ...{ method: ['GET', 'POST'], url },
        handler: (request, reply) => handle(request, reply, request.url.slice(prefix.length)),
      });
}

/** On a cluster the router tells endpoints apart by path. */
const pathOf = ({ endpoint, kind }: GatewayPlace): string =>
  kind === 'Kubernetes' ? `/api/v1/endpoint/${endpoint}` : '';

export async function startGateway(options: GatewayOptions): Promise<EndpointGateway> {
  const server = await startHttpsServer({
    name: `endpoint ${options.place.endpoint}`,
    port: 0,
    certificate: options.certificate,
    gaps: options.gaps,
    notFoundBody,
    register: (app) => addRoutes(app, options),
  });
  return { baseUrl: `${server.origin}${pathOf(options.place)}`, close: () => server.close() };
}
