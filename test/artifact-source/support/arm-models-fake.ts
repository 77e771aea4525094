// The models of one workspace or registry as Azure Resource Manager lists them: filters, order, pages and next links, over data that
// a test makes up. Without `$orderBy` the versions come by name, so that an order which nobody asked for shows.
import { type ModelSource, sourcePath } from '../../../src/core/model/source.ts';
import type { FakeAnswer } from '../../support/https-fake.ts';

export interface ArmVersion {
  readonly version: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly isArchived: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly description?: string;
}

export interface ArmModel {
  readonly name: string;
  readonly versions: readonly ArmVersion[];
}

export interface ArmModels {
  readonly models: readonly ArmModel[];
  /** Items of a page. */
  readonly pageSize: number;
}

export const workspace = { subscriptionId: 's-1', resourceGroup: 'ml', name: 'prod' };
const modelsOf = (source: ModelSource): string => `${sourcePath(source)}/models`;

const refused = (status: number, code: string, message: string): FakeAnswer => ({
  status,
  body: { error: { code, message } },
});

function hasTags(filter: string, tags: Readonly<Record<string, string>>): boolean {
  return filter.split(',').every((wanted) => {
    const [name = '', value] = wanted.split('=', 2);
    return Object.hasOwn(tags, name) && (value === undefined || tags[name] === value);
  });
}

const text = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function ordered(versions: readonly ArmVersion[], order: string | null): readonly ArmVersion[] | undefined {
  if (order === null) return versions.toSorted((a, b) => text(a.version, b.version));
  if (order !== 'createdtime desc') return undefined;
  return versions.toSorted((a, b) => text(b.createdAt, a.createdAt));
}

/** One page of `items`, with a link to the next one in a newer api-version, as the service writes it. */
function page(items: readonly unknown[], url: URL, pageSize: number): FakeAnswer {
  const from = Number(url.searchParams.get('$skip') ?? '0');
  const bounded = items.slice(0, Number(url.searchParams.get('$top') ?? items.length));
  const value = bounded.slice(from, from + pageSize);
  const next = new URL(url);
  next.searchParams.set('$skip', String(from + value.length));
  next.searchParams.set('api-version', '2026-05-01');
  const isLast = from + value.length >= bounded.length;
  return { status: 200, body: { value, ...(isLast ? {} : { nextLink: next.href }) } };
}

function versionResource(
  path: string,
  model: string,
  { version, createdAt, description, ...rest }: ArmVersion,
): unknown {
  return {
    id: `${path}/${model}/versions/${version}`,
    name: version,
    systemData: { createdAt },
    properties: {
      modelUri: `azureml://datastores/workspaceblobstore/paths/${model}/${version}`,
      modelType: 'custom_model',
      description: description ?? null,
      properties: {},
      ...rest,
    },
  };
}

function modelResource(path: string, { name, versions }: ArmModel): unknown {
  const active = versions.filter(({ isArchived }) => !isArchived);
  const latestVersion = ordered(active, 'createdtime desc')?.[0]?.version ?? null;
  return { id: `${path}/${name}`, name, properties: { latestVersion, isArchived: false } };
}

/** Answers one GET; refuses what the service refuses. */
export function answerAsArm(
  { models, pageSize }: ArmModels,
  address: string,
  source: ModelSource = workspace,
): FakeAnswer {
  const path = modelsOf(source);
  const url = new URL(address);
  const { pathname, searchParams: query } = url;
  if (query.get('api-version') === null) return refused(400, 'MissingApiVersionParameter', 'no api-version');
  if (pathname === path)
    return page(
      models.map((model) => modelResource(path, model)),
      url,
      pageSize,
    );
  const name = new RegExp(`^${path}/([^/]+)/versions$`).exec(pathname)?.[1];
  const model = models.find((each) => each.name === name);
  if (name === undefined || model === undefined)
    return refused(404, 'UserError', `Model container with name: ${name ?? ''} not found.`);
  const tags = query.get('tags');
  const found = model.versions.filter(
    (version) => !version.isArchived && (tags === null || hasTags(tags, version.tags)),
  );
  const versions = ordered(found, query.get('$orderBy'));
  if (versions === undefined) return refused(400, 'UserError', `$orderBy ${query.get('$orderBy') ?? ''}`);
  return page(
    versions.map((version) => versionResource(path, name, version)),
    url,
    pageSize,
  );
}
