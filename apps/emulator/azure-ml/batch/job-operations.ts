// Jobs in ARM: those that batch endpoints started can be looked at and cancelled; no other job can be made here.
import { param, type Operation, type OperationCall } from '../../arm/operation.ts';
import { pageOf, pairsFilter, viewFilter } from '../listing.ts';
import type { OperationTracker } from '../long-running.ts';
import { workspaceRoute, type WorkspaceScope } from '../scope.ts';
import type { BatchJobs } from './batch-jobs.ts';
import { jobView, type BatchJob } from './job.ts';

export interface JobContext {
  readonly scope: WorkspaceScope;
  readonly jobs: BatchJobs;
  readonly tracker: OperationTracker;
}

function list(call: OperationCall, { scope, jobs }: JobContext) {
  const type = call.query('jobType');
  const tag = call.query('tag');
  const properties = pairsFilter(call.query('properties'));
  const isWanted = viewFilter(call);
  const shown = jobs
    .all()
    .map((job: BatchJob) => jobView(job, scope))
    .filter((view) => {
      const own = view.properties as {
        tags: Record<string, string>;
        properties: Record<string, string>;
        isArchived: boolean;
      };
      return (
        (type === undefined || type.toLowerCase() === 'pipeline') &&
        (tag === undefined || Object.hasOwn(own.tags, tag)) &&
        properties(own.properties) &&
        isWanted(own)
      );
    });
  return { status: 200, body: pageOf(shown, call) };
}

export function jobOperations(context: JobContext): readonly Operation[] {
  const { scope, jobs, tracker } = context;
  const path = `${workspaceRoute}/jobs`;
  return [
    {
      method: 'GET',
      path,
      query: ['$skip', 'jobType', 'tag', 'listViewType', 'properties'],
      handle: (call) => list(call, context),
    },
    {
      method: 'GET',
      path: `${path}/:job`,
      query: [],
      handle: (call) => ({ status: 200, body: jobView(jobs.get(param(call, 'job')), scope) }),
    },
    {
      method: 'POST',
      path: `${path}/:job/cancel`,
      query: [],
      handle: (call) => {
        const job = jobs.get(param(call, 'job'));
        const id = tracker.start({ prefix: 'job', work: () => jobs.cancel(job, call.caller) });
        const { location = '', 'retry-after': later = '' } = tracker.locationHeaders(call.origin, id);
        return { status: 202, headers: { location, 'retry-after': later } };
      },
    },
  ];
}
