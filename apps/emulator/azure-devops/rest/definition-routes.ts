// Release definitions over REST.
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import { definitionInput, type Definition, type DefinitionInput } from '../releases/definition.ts';
import { definitionView } from '../releases/definition-store.ts';
import { validateDefinition } from '../releases/validate-definition.ts';
import type { HookSaver } from '../triggers/hook-saver.ts';
import { triggeredSources } from '../triggers/triggered-sources.ts';
import { page, queryList, queryNumber, queryText, readBody } from './json.ts';
import { numberParameter, parameter, prefixesOf, requireProject } from './routing.ts';

/** Bits of ReleaseDefinitionExpands; given as number or as names. */
const expansions = { environments: 2, artifacts: 4, triggers: 8, variables: 16, tags: 32 } as const;

function isExpanded(expand: string | undefined, part: keyof typeof expansions): boolean {
  if (expand === undefined) return false;
  if (/^\d+$/.test(expand)) return (Number(expand) & expansions[part]) !== 0;
  return expand.toLowerCase().split(',').includes(part);
}

/** A list shows only what was asked to be expanded. */
function listView(definition: Definition, expand: string | undefined): unknown {
  const view: Record<string, unknown> = { ...definitionView(definition) };
  for (const part of Object.keys(expansions) as (keyof typeof expansions)[])
    if (!isExpanded(expand, part))
      view[part] = part === 'variables' ? undefined : part === 'tags' ? [] : null;
  return view;
}

/** A secret that comes back as null, as it was handed out, keeps its value. */
function withKeptSecrets(input: DefinitionInput, before: Definition): DefinitionInput {
  const keep = (given: DefinitionInput['variables'], stored: DefinitionInput['variables'] | undefined) =>
    Object.fromEntries(
      Object.entries(given).map(([name, variable]) => [
        name,
        variable.isSecret === true && (variable.value ?? null) === null
          ? { ...variable, value: stored?.[name]?.value ?? null }
          : variable,
      ]),
    );
  return {
    ...input,
    variables: keep(input.variables, before.variables),
    environments: input.environments.map((stage) => ({
      ...stage,
      variables: keep(stage.variables, before.environments.find(({ id }) => id === stage['id'])?.variables),
    })),
  };
}

const orders: Readonly<Record<string, (left: Definition, right: Definition) => number>> = {
  idascending: (left, right) => left.id - right.id,
  iddescending: (left, right) => right.id - left.id,
  nameascending: (left, right) => left.name.localeCompare(right.name),
  namedescending: (left, right) => right.name.localeCompare(left.name),
};
const orderNumbers = ['idascending', 'iddescending', 'nameascending', 'namedescending'];

function matching(definitions: readonly Definition[], query: unknown): readonly Definition[] {
  const text = queryText(query, 'searchText')?.toLowerCase();
  const exact = queryText(query, 'isExactNameMatch')?.toLowerCase() === 'true';
  const type = queryText(query, 'artifactType')?.toLowerCase();
  const sourceId = queryText(query, 'artifactSourceId')?.toLowerCase();
  const ids = queryList(query, 'definitionIdFilter');
  const tags = queryList(query, 'tagFilter').map((tag) => tag.toLowerCase());
  return definitions
    .filter(({ name }) => {
      if (text === undefined) return true;
      return exact ? name.toLowerCase() === text : name.toLowerCase().includes(text);
    })
    .filter(
      ({ artifacts }) => type === undefined || artifacts.some((each) => each.type.toLowerCase() === type),
    )
    .filter(
      ({ artifacts }) =>
        sourceId === undefined || artifacts.some((each) => each.sourceId.toLowerCase() === sourceId),
    )
    .filter(({ id }) => ids.length === 0 || ids.includes(String(id)))
    .filter((definition) => tags.every((tag) => definition.tags.some((own) => own.toLowerCase() === tag)));
}

export function addDefinitionRoutes(app: App, organization: Organization, saver: HookSaver): void {
  const { release } = prefixesOf(organization);
  const { definitions, extensions, connections } = organization;
  const validated = (input: DefinitionInput): DefinitionInput =>
    validateDefinition(input, {
      artifactType: (name) => extensions.artifactType(name),
      connection: (id) => connections.byId(id),
      tasks: extensions.tasks(),
      customArtifactTrigger: organization.switches.customArtifactTrigger,
    });
  const save = (input: DefinitionInput, store: () => Definition): Promise<Definition> =>
    saver.save({
      world: 'release',
      id: input.id ?? undefined,
      sources: triggeredSources(organization, input),
      check: () => definitions.checkStorable(input),
      store: () => {
        const saved = store();
        return { id: saved.id, saved };
      },
    });

  app.get(`${release}/definitions`, async (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    const { query } = request;
    const order = queryText(query, 'queryOrder')?.toLowerCase() ?? 'idascending';
    const compare = orders[orderNumbers[Number(order)] ?? order];
    const found = matching(definitions.all(), query).toSorted(compare);
    // The token is the place in the ordered list where the next page begins.
    const from = queryNumber(query, 'continuationToken') ?? 0;
    const top = queryNumber(query, '$top') ?? found.length;
    if (found.length > from + top) void reply.header('x-ms-continuationtoken', String(from + top));
    return page(found.slice(from, from + top).map((each) => listView(each, queryText(query, '$expand'))));
  });

  app.get(`${release}/definitions/:definitionId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return definitionView(definitions.get(numberParameter(request, 'definitionId')));
  });

  app.post(`${release}/definitions`, async (request) => {
    requireProject(organization, parameter(request, 'project'));
    const read = readBody(definitionInput, 'ReleaseDefinition', request.body);
    const input = { ...validated(read), id: undefined };
    return definitionView(await save(input, () => definitions.create(input, new Date())));
  });

  const update = async (body: unknown, id: number | undefined): Promise<unknown> => {
    const read = readBody(definitionInput, 'ReleaseDefinition', body);
    const before = definitions.get(id ?? read.id ?? 0);
    const input = validated(withKeptSecrets({ ...read, id: before.id }, before));
    return definitionView(await save(input, () => definitions.update(input, new Date())));
  };
  app.put(`${release}/definitions`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return update(request.body, undefined);
  });
  app.put(`${release}/definitions/:definitionId`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    return update(request.body, numberParameter(request, 'definitionId'));
  });

  app.delete(`${release}/definitions/:definitionId`, async (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    const id = numberParameter(request, 'definitionId');
    await saver.remove('release', id, () => definitions.remove(id));
    return reply.status(204).send();
  });
}
