// Pipelines, runs and logs in the shape of the REST interface.
import type { Organization } from '../organization.ts';
import type { Pipeline, PipelineRun, RunLog } from '../pipelines/pipeline-store.ts';

export interface PipelineViews {
  readonly pipeline: (pipeline: Pipeline) => Record<string, unknown>;
  readonly run: (run: PipelineRun) => unknown;
  /** As a list shows it: without the template parameters. */
  readonly listedRun: (run: PipelineRun) => unknown;
  readonly log: (run: PipelineRun, log: RunLog) => unknown;
}

export function pipelineViews(organization: Organization): PipelineViews {
  const base = `${organization.url()}/${organization.project.id}/_apis/pipelines`;
  const pipeline = ({ id, name, folder, revision }: Pipeline): Record<string, unknown> => ({
    id,
    name,
    folder,
    revision,
    url: `${base}/${id}?revision=${revision}`,
    configuration: { type: 'yaml', path: '/azure-pipelines.yml' },
    _links: { self: { href: `${base}/${id}?revision=${revision}` } },
  });
  const runUrl = (run: PipelineRun): string => `${base}/${run.pipeline.id}/runs/${run.id}`;
  const run = (each: PipelineRun) => ({
    id: each.id,
    name: each.name,
    state: each.state,
    result: each.result,
    createdDate: each.createdDate,
    finishedDate: each.finishedDate,
    url: runUrl(each),
    _links: { self: { href: runUrl(each) } },
    pipeline: pipeline(each.pipeline),
    variables: Object.fromEntries(
      Object.entries(each.variables).map(([name, variable]) => [
        name,
        variable.isSecret === true ? { isSecret: true } : variable,
      ]),
    ),
    templateParameters: each.templateParameters,
    resources: {
      repositories: { self: { repository: { type: 'azureReposGit' }, refName: 'refs/heads/main' } },
      builds: Object.fromEntries(
        Object.entries(each.builds).map(([alias, { type, version }]) => [
          alias,
          { type, versionId: version, versionName: version },
        ]),
      ),
    },
  });
  const log = (of: PipelineRun, { id, createdOn, lineCount }: RunLog): unknown => ({
    id,
    createdOn,
    lastChangedOn: of.finishedDate ?? createdOn,
    lineCount,
    url: `${runUrl(of)}/logs/${id}`,
  });
  const listedRun = (each: PipelineRun): unknown => ({ ...run(each), templateParameters: undefined });
  return { pipeline, run, listedRun, log };
}
