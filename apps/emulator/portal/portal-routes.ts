// The emulated portal: pages for people over what the REST interface gives to programs. Not in the real service.
import type { FastifyRequest } from 'fastify';
import type { App } from '../kernel/https-server.ts';
import type { Organization } from '../azure-devops/organization.ts';
import { lookupContext } from '../azure-devops/releases/create-release.ts';
import { inputValues } from '../azure-devops/rest/artifact-routes.ts';
import { parameter, requireProject } from '../azure-devops/rest/routing.ts';
import { VssError } from '../azure-devops/rest/vss-error.ts';
import { dialogFields, isComplete, type Values } from './dialog-fields.ts';
import { contentSecurityPolicy, dialogPage } from './dialog-page.ts';
import { storedSource } from './stored-source.ts';

function givenValues(request: FastifyRequest): Values {
  const query = request.query as Readonly<Record<string, string | readonly string[]>>;
  return Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

async function addArtifact(organization: Organization, { type: name, ...given }: Values): Promise<string> {
  const { extensions } = organization;
  const types = extensions.artifactTypes();
  const type = name === undefined ? types[0] : extensions.artifactType(name);
  if (!type)
    throw new VssError(404, 'ArtifactTypeNotFound', `The artifact type '${name ?? ''}' is not installed.`);
  const fields = await dialogFields(type, given, (inputId, values) =>
    inputValues(organization, type, inputId, values),
  );
  if (!isComplete(fields)) return dialogPage({ types, type, fields });
  try {
    const source = await storedSource(lookupContext(organization), type, fields);
    return dialogPage({ types, type, fields, source });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return dialogPage({ types, type, fields, problem });
  }
}

export function addPortalRoutes(app: App, organization: Organization): void {
  app.get(`/${organization.name}/:project/_emulator/add-artifact`, async (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    const page = await addArtifact(organization, givenValues(request));
    return reply
      .type('text/html; charset=utf-8')
      .header('Content-Security-Policy', contentSecurityPolicy)
      .send(page);
  });
}
