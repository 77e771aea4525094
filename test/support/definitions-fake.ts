// Release definitions, projects and service connections of Azure DevOps, as far as the watcher reads them.
import { type Answer, exception, location } from './azure-devops-answers.ts';

export interface FakeArtifact {
  readonly alias: string;
  readonly type?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface FakeDefinition {
  readonly id: number;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Instead of the bare aliases. */
  readonly artifacts?: readonly FakeArtifact[];
  /** The aliases whose own trigger is enabled. */
  readonly triggers?: readonly string[];
}

export interface FakeConnection {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly data: Readonly<Record<string, string>>;
}

export interface DefinitionsFakeOptions {
  readonly definitions: readonly FakeDefinition[];
  readonly project: string;
  /** Beside the one that has all the rest. */
  readonly otherProjects?: readonly string[];
  readonly connections?: readonly FakeConnection[];
  /** How many definitions a page holds at most, whatever is asked for. */
  readonly definitionsPerPage?: number;
}

export const surroundingLocations = [
  location('603fe2ac-9723-48b9-88ad-09305aa6c6e1', 'core', 'projects', ''),
  location('e85f1c62-adfc-4b74-b618-11a150fb195e', 'serviceendpoint', 'endpoints', '{resource}/{endpointId}'),
].map((each) => (each.area === 'core' ? { ...each, routeTemplate: '_apis/{resource}/{*projectId}' } : each));

export interface DefinitionsFake {
  projects(query: URLSearchParams): Answer;
  definition(id: string | undefined, query: URLSearchParams): Answer;
  /** @returns absent for another area */
  connections(method: string, place: readonly string[], query: URLSearchParams): Answer | undefined;
}

export function createDefinitionsFake(options: DefinitionsFakeOptions): DefinitionsFake {
  const { definitions, project, otherProjects = [], connections = [] } = options;
  const list = (value: readonly unknown[], headers: Record<string, string> = {}): Answer => ({
    status: 200,
    headers,
    body: { count: value.length, value },
  });
  const artifactsOf = ({ aliases, artifacts }: FakeDefinition) =>
    (artifacts ?? aliases.map((alias): FakeArtifact => ({ alias }))).map(
      ({ alias, type = 'AzureMLModelRelease', inputs = {} }) => ({
        alias,
        type,
        definitionReference: Object.fromEntries(
          Object.entries(inputs).map(([name, value]) => [name, { id: value, name: `${value} as shown` }]),
        ),
      }),
    );
  const triggersOf = ({ triggers = [] }: FakeDefinition) =>
    triggers.map((artifactAlias) => ({
      triggerType: 'artifactSource',
      artifactAlias,
      triggerConditions: [],
    }));

  function listDefinitions(query: URLSearchParams): Answer {
    const name = query.get('searchText') ?? '';
    const exact = query.get('isExactNameMatch') === 'true';
    const expand = Number(query.get('$expand') ?? 0); // the bits of ReleaseDefinitionExpands
    const found = definitions
      .filter((each) => (exact && name !== '' ? each.name === name : each.name.includes(name)))
      .map((each) => ({
        id: each.id,
        name: each.name,
        artifacts: (expand & 4) === 0 ? null : artifactsOf(each),
        triggers: (expand & 8) === 0 ? null : triggersOf(each),
      }));
    const token = /^next-(\d+)$/.exec(query.get('continuationToken') ?? 'next-0');
    if (token === null) return exception(400, 'The continuation token is not one of mine.');
    const from = Number(token[1]);
    const size = Math.min(options.definitionsPerPage ?? 1000, Number(query.get('$top') ?? 1000));
    const more = found.length > from + size;
    return list(
      found.slice(from, from + size),
      more ? { 'x-ms-continuationtoken': `next-${from + size}` } : {},
    );
  }

  return {
    projects(query) {
      const all = [...otherProjects, project].map((name) => ({ id: `id of ${name}`, name }));
      const from = Number(query.get('$skip') ?? 0);
      return list(all.slice(from, from + Number(query.get('$top') ?? 100)));
    },

    definition(id, query) {
      if (id === undefined) return listDefinitions(query);
      const found = definitions.find((each) => each.id === Number(id));
      if (found === undefined) return exception(404, 'VS402881: no such definition');
      return { status: 200, body: { id: found.id, name: found.name, artifacts: artifactsOf(found) } };
    },

    connections(method, [area, resource, id], query) {
      if (area?.toLowerCase() !== 'serviceendpoint') return undefined;
      if (method !== 'GET' || resource !== 'endpoints' || id !== undefined) return undefined;
      const ids = (query.get('endpointIds') ?? '').toLowerCase().split(',');
      return list(connections.filter((each) => ids.includes(each.id.toLowerCase())));
    },
  };
}
