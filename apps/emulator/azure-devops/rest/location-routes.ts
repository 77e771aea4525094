// Discovery: resource areas, resource locations, who I am, projects.
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import { page } from './json.ts';
import { resourceAreas, resourceLocations } from './resource-locations.ts';
import { parameter, prefixesOf, requireProject } from './routing.ts';
import { VssError } from './vss-error.ts';

function projectView(organization: Organization): unknown {
  const { project } = organization;
  return {
    ...project,
    description: 'The project of the one-machine stack',
    url: `${organization.url()}/_apis/projects/${project.id}`,
    state: 'wellFormed',
    revision: 1,
    visibility: 'private',
    lastUpdateTime: '2026-01-01T00:00:00.000Z',
  };
}

export function addLocationRoutes(app: App, organization: Organization): void {
  const { organization: apis } = prefixesOf(organization);
  const areaView = ({ id, name }: { id: string; name: string }): unknown => ({
    id,
    name,
    locationUrl: `${organization.url()}/`,
  });
  app.get(`${apis}/ResourceAreas`, () => page(resourceAreas.map(areaView)));
  app.get(`${apis}/ResourceAreas/:areaId`, (request) => {
    const id = parameter(request, 'areaId').toLowerCase();
    const area = resourceAreas.find((each) => each.id === id);
    if (area) return areaView(area);
    throw new VssError(404, 'ResourceAreaNotFoundException', `The resource area ${id} is not emulated.`);
  });
  app.options(apis, () => page(resourceLocations));
  app.options(`${apis}/:area`, (request) => {
    const area = parameter(request, 'area').toLowerCase();
    return page(resourceLocations.filter((location) => location.area.toLowerCase() === area));
  });
  app.get(`${apis}/connectionData`, () => ({
    authenticatedUser: { ...organization.user, providerDisplayName: organization.user.displayName },
    authorizedUser: { ...organization.user, providerDisplayName: organization.user.displayName },
    instanceId: organization.id,
    deploymentId: organization.id,
    deploymentType: 'hosted',
    locationServiceData: {
      serviceOwner: '00025394-6065-48ca-87d9-7f5672854ef7',
      defaultAccessMappingMoniker: 'PublicAccessMapping',
    },
  }));
  app.get(`${apis}/projects`, () => page([projectView(organization)]));
  app.get(`${apis}/projects/:projectId`, (request) => {
    requireProject(organization, parameter(request, 'projectId'));
    return projectView(organization);
  });
}
