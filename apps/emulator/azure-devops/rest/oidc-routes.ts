// The OpenID Connect side: the issuer's public documents, and the token a running job asks for one of its connections.
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import { subjectOf } from '../oidc/issuer.ts';
import { queryText } from './json.ts';
import { parameter, prefixesOf, requireProject } from './routing.ts';
import { VssError } from './vss-error.ts';

export function addOidcRoutes(app: App, organization: Organization): void {
  const { project } = prefixesOf(organization);
  const { issuer, connections } = organization;
  app.get('/_oidc/.well-known/openid-configuration', () => ({
    issuer: issuer.url(),
    jwks_uri: `${issuer.url()}/.well-known/jwks`,
    subject_types_supported: ['public', 'pairwise'],
    response_types_supported: ['id_token'],
    claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss', 'nbf', 'jti'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid'],
  }));
  app.get('/_oidc/.well-known/jwks', () => issuer.keys);

  app.post(`${project}/distributedtask/hubs/:hub/plans/:planId/jobs/:jobId/oidctoken`, async (request) => {
    requireProject(organization, parameter(request, 'project'));
    const { job } = request;
    const [planId, jobId] = [parameter(request, 'planId'), parameter(request, 'jobId')];
    if (job?.jobId !== jobId || job.planId !== planId)
      throw new VssError(
        401,
        'UnauthorizedRequestException',
        'TF400813: The token was not issued to this job, or the job has ended.',
      );
    const id = queryText(request.query, 'serviceConnectionId');
    if (id === undefined)
      throw new VssError(400, 'ArgumentException', "A value for 'serviceConnectionId' is required.");
    const connection = connections.byId(id);
    if (!connection || !job.connectionIds.has(id.toLowerCase()))
      throw new VssError(
        403,
        'ServiceEndpointAccessDeniedException',
        `The job does not use the service connection '${id}'.`,
      );
    const subject = subjectOf(organization.name, organization.project.name, connection.name);
    return { oidcToken: await issuer.sign(subject) };
  });
}
