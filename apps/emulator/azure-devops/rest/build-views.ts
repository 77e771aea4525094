// Pipelines and runs as the Build service shows them: as definitions and builds.
import type { Organization } from '../organization.ts';
import type { Pipeline, PipelineRun } from '../pipelines/pipeline-store.ts';

export interface BuildViews {
  readonly definition: (pipeline: Pipeline) => Record<string, unknown>;
  readonly build: (run: PipelineRun) => Record<string, unknown>;
  /** As a list shows it. */
  readonly listed: (run: PipelineRun) => Record<string, unknown>;
}

const statuses = { inProgress: 'inProgress', canceling: 'cancelling', completed: 'completed' } as const;

export function buildViews(organization: Organization): BuildViews {
  const { project } = organization;
  const base = `${organization.url()}/${project.id}/_apis/build`;

  const definition = ({ id, name, folder, revision }: Pipeline): Record<string, unknown> => ({
    id,
    name,
    path: folder,
    revision,
    type: 'build',
    queueStatus: 'enabled',
    quality: 'definition',
    url: `${base}/Definitions/${id}?revision=${revision}`,
    project,
  });
  const build = (run: PipelineRun): Record<string, unknown> => ({
    id: run.id,
    buildNumber: run.name,
    status: statuses[run.state],
    ...(run.result === undefined ? {} : { result: run.result }),
    queueTime: run.createdDate,
    startTime: run.createdDate,
    ...(run.finishedDate === undefined ? {} : { finishTime: run.finishedDate }),
    url: `${base}/Builds/${run.id}`,
    definition: definition(run.pipeline),
    project,
    reason: run.reason,
    sourceBranch: 'refs/heads/main',
    tags: run.tags,
    templateParameters: run.templateParameters,
    triggerInfo: {},
    _links: {
      self: { href: `${base}/Builds/${run.id}` },
      web: { href: `${organization.url()}/${project.name}/_build/results?buildId=${run.id}` },
    },
  });
  const listed = (run: PipelineRun): Record<string, unknown> => {
    const { templateParameters, ...rest } = build(run);
    return organization.switches.buildListHasParameters ? { ...rest, templateParameters } : rest;
  };
  return { definition, build, listed };
}
