// Which releases a list shows, in which order, and how much of each.
import { queryList, queryNumber, queryText } from '../rest/json.ts';
import { environmentStatusNumbers } from './enumerations.ts';
import type { Release } from './release.ts';
import type { Variables } from './definition.ts';

/** Bits of ReleaseExpands; given as number or as names. */
const expansions = { environments: 2, artifacts: 4, variables: 32, tags: 64 } as const;

function isExpanded(expand: string | undefined, part: keyof typeof expansions): boolean {
  if (expand === undefined) return false;
  if (/^\d+$/.test(expand)) return (Number(expand) & expansions[part]) !== 0;
  return expand.toLowerCase().split(',').includes(part);
}

function withoutSecrets(variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [
      name,
      variable.isSecret === true ? { ...variable, value: null } : variable,
    ]),
  );
}

/** A release as it is returned: the values of secret variables are null. */
export function releaseView(release: Release): Release {
  return {
    ...release,
    variables: withoutSecrets(release.variables),
    environments: release.environments.map((environment) => ({
      ...environment,
      variables: withoutSecrets(environment.variables),
    })),
  };
}

/** A list shows only what was asked to be expanded. */
export function releaseListView(release: Release, expand: string | undefined): unknown {
  const view: Record<string, unknown> = { ...releaseView(release) };
  for (const part of Object.keys(expansions) as (keyof typeof expansions)[])
    if (!isExpanded(expand, part)) view[part] = part === 'variables' ? null : [];
  return view;
}

const statusNumbers = { undefined: 0, draft: 1, active: 2, abandoned: 4 } as const;

type Filter = (release: Release) => boolean;

function artifactFilter(query: unknown): Filter {
  const type = queryText(query, 'artifactTypeId')?.toLowerCase();
  const sourceId = queryText(query, 'sourceId')?.toLowerCase();
  const version = queryText(query, 'artifactVersionId');
  if (type === undefined && sourceId === undefined && version === undefined) return () => true;
  return ({ artifacts }) =>
    artifacts.some(
      (artifact) =>
        (type === undefined || artifact.type.toLowerCase() === type) &&
        (sourceId === undefined || artifact.sourceId.toLowerCase() === sourceId) &&
        (version === undefined || artifact.definitionReference['version']?.id === version),
    );
}

function statusFilter(query: unknown): Filter {
  const wanted = queryText(query, 'statusFilter');
  if (wanted === undefined || wanted === '0') return () => true;
  return ({ status }) =>
    /^\d+$/.test(wanted) ? (statusNumbers[status] & Number(wanted)) !== 0 : status === wanted.toLowerCase();
}

function environmentFilter(query: unknown): Filter {
  const wanted = queryNumber(query, 'environmentStatusFilter');
  const stage = queryNumber(query, 'definitionEnvironmentId');
  if ((wanted ?? 0) === 0 && (stage ?? 0) === 0) return () => true;
  return ({ environments }) =>
    environments.some(
      (environment) =>
        ((stage ?? 0) === 0 || environment.definitionEnvironmentId === stage) &&
        ((wanted ?? 0) === 0 || (environmentStatusNumbers[environment.status] & (wanted ?? 0)) !== 0),
    );
}

function timeFilter(query: unknown): Filter {
  const from = queryText(query, 'minCreatedTime');
  const to = queryText(query, 'maxCreatedTime');
  // Clients write whole seconds, so a release is taken by its second.
  const second = (time: string): number => Math.floor(Date.parse(time) / 1000);
  return ({ createdOn }) =>
    (from === undefined || second(createdOn) >= second(from)) &&
    (to === undefined || second(createdOn) <= second(to));
}

/** The releases that a query asks for, newest first unless it says otherwise, from its continuation token on. */
export function releasesMatching(releases: readonly Release[], query: unknown): readonly Release[] {
  const definitionId = queryNumber(query, 'definitionId') ?? 0;
  const text = queryText(query, 'searchText')?.toLowerCase();
  const tags = queryList(query, 'tagFilter').map((tag) => tag.toLowerCase());
  const ids = queryList(query, 'releaseIdFilter');
  const token = queryNumber(query, 'continuationToken');
  const order = queryText(query, 'queryOrder')?.toLowerCase();
  const ascending = order === '1' || order === 'ascending';
  const filters: readonly Filter[] = [
    ({ releaseDefinition }) => definitionId === 0 || releaseDefinition.id === definitionId,
    ({ name }) => text === undefined || name.toLowerCase().includes(text),
    (release) => tags.every((tag) => release.tags.some((own) => own.toLowerCase() === tag)),
    ({ id }) => ids.length === 0 || ids.includes(String(id)),
    ({ id }) => token === undefined || token === 0 || (ascending ? id >= token : id <= token),
    artifactFilter(query),
    statusFilter(query),
    environmentFilter(query),
    timeFilter(query),
  ];
  return releases
    .filter((release) => filters.every((filter) => filter(release)))
    .toSorted((left, right) => (ascending ? left.id - right.id : right.id - left.id));
}
