// Service connections over REST: list, get, create, update, delete.
import type { App } from '../../kernel/https-server.ts';
import { checkIncomingWebhook } from '../connections/incoming-webhook.ts';
import { connectionInput, connectionView, createConnection } from '../connections/service-connection.ts';
import type { Organization } from '../organization.ts';
import { page, queryList, queryText, readBody } from './json.ts';
import { parameter, prefixesOf, requireProject } from './routing.ts';
import { VssError } from './vss-error.ts';

function missing(id: string): VssError {
  return new VssError(404, 'ServiceEndpointException', `Service connection with ID ${id} not found.`);
}

export function addConnectionRoutes(app: App, organization: Organization): void {
  const { organization: apis, project } = prefixesOf(organization);
  const { connections } = organization;
  const view = (connection: Parameters<typeof connectionView>[0]): unknown =>
    connectionView(connection, organization.project);

  app.get(`${project}/serviceendpoint/endpoints`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const type = queryText(request.query, 'type')?.toLowerCase();
    const names = queryList(request.query, 'endpointNames').map((name) => name.toLowerCase());
    const ids = queryList(request.query, 'endpointIds').map((id) => id.toLowerCase());
    const schemes = queryList(request.query, 'authSchemes').map((scheme) => scheme.toLowerCase());
    const found = connections
      .all()
      .filter((connection) => type === undefined || connection.type.toLowerCase() === type)
      .filter((connection) => names.length === 0 || names.includes(connection.name.toLowerCase()))
      .filter((connection) => ids.length === 0 || ids.includes(connection.id.toLowerCase()))
      .filter((connection) => schemes.length === 0 || schemes.includes(connection.scheme.toLowerCase()));
    return page(found.map(view));
  });

  app.get(`${project}/serviceendpoint/endpoints/:endpointId`, async (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    const connection = connections.byId(parameter(request, 'endpointId'));
    // The service answers an unknown id with 200 and null.
    if (!connection) return reply.type('application/json').send('null');
    return view(connection);
  });

  const create = (body: unknown): unknown => {
    const connection = createConnection(readBody(connectionInput, 'ServiceEndpoint', body));
    checkIncomingWebhook(connection);
    connections.put(connection);
    return view(connection);
  };
  app.post(`${apis}/serviceendpoint/endpoints`, (request) => create(request.body));
  app.post(`${project}/serviceendpoint/endpoints`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return create(request.body);
  });

  app.put(`${apis}/serviceendpoint/endpoints/:endpointId`, (request) => {
    const id = parameter(request, 'endpointId');
    const before = connections.byId(id);
    if (!before) throw missing(id);
    const input = readBody(connectionInput, 'ServiceEndpoint', request.body);
    const given = Object.entries(input.authorization.parameters ?? {}).filter(([, value]) => value !== null);
    // A secret that comes back as null, as it was handed out, is kept.
    const parameters = { ...before.parameters, ...Object.fromEntries(given) };
    const connection = createConnection({ ...input, authorization: { ...input.authorization, parameters } });
    checkIncomingWebhook(connection);
    connections.put({ ...connection, id: before.id });
    return view({ ...connection, id: before.id });
  });

  app.delete(`${apis}/serviceendpoint/endpoints/:endpointId`, async (request, reply) => {
    const id = parameter(request, 'endpointId');
    if (!connections.remove(id)) throw missing(id);
    return reply.status(204).send();
  });
}
