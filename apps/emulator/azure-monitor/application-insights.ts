// The emulated Application Insights component of the workspace: its resource, and the address that takes telemetry.
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { param, type Operation } from '../arm/operation.ts';
import { applicationInsightsId, groupRoute, type WorkspaceScope } from '../azure-ml/scope.ts';
import { insightsErrors } from './insights-error.ts';
import { telemetryItem, type TelemetryLog } from './telemetry-log.ts';

export interface ApplicationInsightsOptions {
  readonly scope: WorkspaceScope;
  readonly telemetry: TelemetryLog;
  /** An address of this machine that the containers of the stack reach. */
  readonly host: string;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

/** What Azure Machine Learning hands to the containers that it starts with telemetry on. */
export interface TelemetryAddress {
  readonly instrumentationKey: string;
  readonly connectionString: string;
}

export interface ApplicationInsights extends TelemetryAddress {
  readonly operations: readonly Operation[];
  close(): Promise<void>;
}

/** The service's own limit for one request is smaller; senders batch far below it. */
const bodyLimit = 8 * 1024 * 1024;

/** Takes what is addressed to the component, and refuses the rest item by item, as the service does. */
function startIngestion(instrumentationKey: string, { telemetry, log }: ApplicationInsightsOptions) {
  const app = fastify({
    ...{ bodyLimit, forceCloseConnections: true },
    // Addresses of components end in a slash, and senders add theirs.
    routerOptions: { ignoreDuplicateSlashes: true },
  });
  app.post('/v2.1/track', (request, reply) => {
    const items = z.array(z.unknown()).safeParse(request.body);
    if (!items.success) return reply.status(400).send({ itemsReceived: 0, itemsAccepted: 0, errors: [] });
    const errors = items.data.flatMap((sent, index) => {
      const { success, data: item, error } = telemetryItem.safeParse(sent);
      if (!success) return [{ index, statusCode: 400, message: z.prettifyError(error) }];
      if (item.iKey !== instrumentationKey)
        return [{ index, statusCode: 400, message: 'Invalid instrumentation key' }];
      telemetry.add(item);
      log(`application-insights: ${item.data.baseType} ${item.data.baseData.name ?? ''}`);
      return [];
    });
    const itemsReceived = items.data.length;
    const itemsAccepted = itemsReceived - errors.length;
    const status = errors.length === 0 ? 200 : itemsAccepted === 0 ? 400 : 206;
    return reply.status(status).send({ itemsReceived, itemsAccepted, errors });
  });
  return app;
}

/** The resource, with the names in capitals that the service writes (2020-02-02). */
function viewOf(scope: WorkspaceScope, address: TelemetryAddress, createdAt: Date): object {
  const id = applicationInsightsId(scope);
  const name = id.split('/').at(-1);
  return {
    id,
    name,
    type: 'microsoft.insights/components',
    location: scope.location,
    tags: {},
    kind: 'web',
    properties: {
      ApplicationId: name,
      AppId: address.instrumentationKey,
      Application_Type: 'web',
      Flow_Type: null,
      Request_Source: null,
      InstrumentationKey: address.instrumentationKey,
      ConnectionString: address.connectionString,
      Name: name,
      CreationDate: createdAt.toISOString(),
      TenantId: scope.subscriptionId,
      provisioningState: 'Succeeded',
      SamplingPercentage: null,
      RetentionInDays: 90,
      IngestionMode: 'ApplicationInsights',
      publicNetworkAccessForIngestion: 'Enabled',
      publicNetworkAccessForQuery: 'Enabled',
      DisableLocalAuth: false,
    },
  };
}

/** Listens on plain HTTP: senders in containers know nothing of the stack's certificates. */
export async function startApplicationInsights(
  options: ApplicationInsightsOptions,
): Promise<ApplicationInsights> {
  const { scope, host, now } = options;
  const instrumentationKey = randomUUID();
  const ingestion = startIngestion(instrumentationKey, options);
  await ingestion.listen({ host, port: 0 });
  const { port } = ingestion.server.address() as AddressInfo;
  const connectionString = `InstrumentationKey=${instrumentationKey};IngestionEndpoint=http://${host}:${port}/;ApplicationId=${instrumentationKey}`;
  const address = { instrumentationKey, connectionString };
  const createdAt = now();
  return {
    ...address,
    operations: [
      {
        method: 'GET',
        path: `${groupRoute}/providers/Microsoft.Insights/components/:component`,
        query: [],
        handle: (call) => {
          const name = param(call, 'component');
          const asked = applicationInsightsId(scope).replace(/[^/]+$/, name);
          if (asked.toLowerCase() !== applicationInsightsId(scope).toLowerCase())
            throw insightsErrors.componentNotFound(name, param(call, 'resourceGroup'));
          return { status: 200, body: viewOf(scope, address, createdAt) };
        },
      },
    ],
    close: () => ingestion.close(),
  };
}
