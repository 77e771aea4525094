// The list of runs: what its filter lets through, and its pages.
import type { OperationCall } from '../arm/operation.ts';
import { registryErrors } from './registry-error.ts';
import type { Run } from './runs.ts';

/** Runs of a page. */
const pageSize = 100;

type Condition = (run: Run) => boolean;

/** `repository@digest` of each image that was pushed, with commas between. */
const manifests = ({ outputImages = [] }: Run): string =>
  outputImages.map(({ repository, digest }) => `${repository}@${digest}`).join(',');

/** The names of the service's own RunFilter; of them those that its command line asks with. */
function conditionOf(text: string): Condition {
  const [, status] = /^status eq '(\w+)'$/i.exec(text) ?? [];
  if (status !== undefined) return (run) => run.status === status;
  const [, manifest] = /^contains\(outputImageManifests, '([^']+)'\)$/i.exec(text) ?? [];
  if (manifest !== undefined) return (run) => manifests(run).includes(manifest);
  throw registryErrors.notEmulated(`The filter '${text}'`);
}

/** @throws ArmError 501 for a filter that is not known here */
function filterOf(text: string | undefined): Condition {
  const conditions = (text === undefined ? [] : text.split(/\s+and\s+/i)).map(conditionOf);
  return (run) => conditions.every((condition) => condition(run));
}

/** The page that the call asks for, newest run first. `$top` bounds the whole list. */
export function pageOfRuns(
  runs: readonly Run[],
  call: OperationCall,
): { readonly runs: readonly Run[]; readonly nextLink?: string } {
  const top = Number(call.query('$top') ?? runs.length);
  const skip = Number(call.query('$skiptoken') ?? 0);
  const bounded = runs.filter(filterOf(call.query('$filter'))).slice(0, top);
  const page = bounded.slice(skip, skip + pageSize);
  const next = skip + page.length;
  if (next >= bounded.length) return { runs: page };
  const query = new URLSearchParams(call.search);
  query.set('$skiptoken', String(next));
  return { runs: page, nextLink: `${call.origin}${call.path}?${query.toString()}` };
}
