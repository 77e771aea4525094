// The HTTPS front of a batch endpoint: jobs are started, listed and looked at under `/jobs`.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ArmError } from '../../arm/arm-error.ts';
import type { BatchAnswer, BatchFront, BatchGateway } from '../../azure-ml/batch/batch-host.ts';
import type { ServerCertificate } from '../../kernel/certificate-authority.ts';
import type { GapList } from '../../kernel/gap-list.ts';
import { startHttpsServer, type App } from '../../kernel/https-server.ts';

export interface BatchGatewayOptions {
  readonly endpoint: string;
  readonly certificate: ServerCertificate;
  readonly gaps: GapList;
  readonly front: BatchFront;
}

const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];

async function answer(reply: FastifyReply, work: Promise<BatchAnswer>): Promise<FastifyReply> {
  try {
    const { status, body } = await work;
    return await reply.status(status).send(body);
  } catch (error) {
    if (error instanceof ArmError) return reply.status(error.spec.status).send(error.body());
    throw error;
  }
}

function addRoutes(app: App, { front }: BatchGatewayOptions): void {
  app.post('/jobs', (request, reply) => {
    const header = request.headers['azureml-model-deployment'];
    const call = { bearer: bearerOf(request), deployment: [header ?? []].flat()[0], body: request.body };
    return answer(reply, front.invoke(call));
  });
  app.get('/jobs', (request, reply) => answer(reply, front.list(bearerOf(request))));
  app.get<{ Params: { id: string } }>('/jobs/:id', (request, reply) =>
    answer(reply, front.job(bearerOf(request), request.params.id)),
  );
}

export async function startBatchGateway(options: BatchGatewayOptions): Promise<BatchGateway> {
  const server = await startHttpsServer({
    name: `batch endpoint ${options.endpoint}`,
    port: 0,
    certificate: options.certificate,
    gaps: options.gaps,
    notFoundBody: (method, path) => ({
      error: { code: 'NotFound', message: `The emulated batch endpoint has no '${method} ${path}'.` },
    }),
    register: (app) => addRoutes(app, options),
  });
  return { baseUrl: server.origin, close: () => server.close() };
}
