// What the parts of the faked Azure DevOps share: calls, answers, locations.

export interface FakeCall {
  readonly method: string;
  /** Path without the organization, e.g. /demo/_apis/Release/releases. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param route behind the area, e.g. '{resource}/{releaseId}' */
export const location = (id: string, area: string, resourceName: string, route: string) => ({
  id,
  area,
  resourceName,
  routeTemplate: `{project}/_apis/{area}/${route}`,
  resourceVersion: 9,
  minVersion: '1.0',
  maxVersion: '7.2',
  releasedVersion: '7.1',
});

export const exception = (status: number, message: string): Answer => ({
  status,
  body: {
    $id: '1',
    message,
    typeName: 'Microsoft.VisualStudio.Services.Common.VssServiceException',
    eventId: 3000,
  },
});
