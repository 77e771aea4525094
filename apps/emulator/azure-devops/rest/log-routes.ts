// Logs and attachments of a release's tasks over REST.
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { App } from '../../kernel/https-server.ts';
import type { Organization } from '../organization.ts';
import { tasksOf, type PlacedTask } from '../releases/release-store.ts';
import { page, queryNumber } from './json.ts';
import { numberParameter, parameter, prefixesOf, requireProject } from './routing.ts';
import { VssError } from './vss-error.ts';

function fileNameOf({ environment, phase, task }: PlacedTask): string {
  const safe = (text: string): string => text.replace(/[\\/:*?"<>|]/g, '_');
  return `${safe(environment.name)}/${phase.rank}-${safe(phase.name)}/${task.rank}_${safe(task.name)}.log`;
}

async function logText(organization: Organization, placed: PlacedTask): Promise<string> {
  const file = organization.releases.filesOf(placed.task)?.logFile;
  return file === undefined ? '' : readFile(file, 'utf8').catch(() => '');
}

function linesBetween(text: string, first: number | undefined, last: number | undefined): string {
  if (first === undefined && last === undefined) return text;
  return text
    .split('\n')
    .slice((first ?? 1) - 1, last)
    .join('\n');
}

export function addLogRoutes(app: App, organization: Organization): void {
  const { release } = prefixesOf(organization);
  const one = `${release}/releases/:releaseId`;
  const tasks = (id: number): readonly PlacedTask[] => tasksOf(organization.releases.get(id));
  const task = (id: number, matches: (placed: PlacedTask) => boolean): PlacedTask => {
    const found = tasks(id).find(matches);
    if (found) return found;
    throw new VssError(404, 'ReleaseTaskNotFoundException', `No such task in release ${id}.`);
  };

  app.get(`${one}/logs`, async (request, reply) => {
    requireProject(organization, parameter(request, 'project'));
    const zip = new ZipFile();
    for (const placed of tasks(numberParameter(request, 'releaseId')))
      zip.addBuffer(Buffer.from(await logText(organization, placed)), fileNameOf(placed));
    zip.end();
    return reply.type('application/zip').send(Readable.from(zip.outputStream as AsyncIterable<Buffer>));
  });

  app.get(
    `${one}/environments/:environmentId/deployPhases/:phaseId/tasks/:taskId/logs`,
    async (request, reply) => {
      requireProject(organization, parameter(request, 'project'));
      const phaseId = numberParameter(request, 'phaseId');
      const taskId = numberParameter(request, 'taskId');
      const placed = task(
        numberParameter(request, 'releaseId'),
        (each) => each.phase.id === phaseId && each.task.id === taskId,
      );
      const { query } = request;
      const text = await logText(organization, placed);
      return reply
        .type('text/plain; charset=utf-8')
        .send(linesBetween(text, queryNumber(query, 'startLine'), queryNumber(query, 'endLine')));
    },
  );

  app.get(`${one}/environments/:environmentId/tasks`, (request) => {
    requireProject(organization, parameter(request, 'project'));
    const environmentId = numberParameter(request, 'environmentId');
    const found = tasks(numberParameter(request, 'releaseId'));
    return page(found.filter(({ environment }) => environment.id === environmentId).map((each) => each.task));
  });

  app.get(
    `${one}/environments/:environmentId/attempts/:attemptId/plan/:planId/attachments/:type`,
    (request) => {
      requireProject(organization, parameter(request, 'project'));
      const [planId, type] = [parameter(request, 'planId'), parameter(request, 'type')];
      const found = tasks(numberParameter(request, 'releaseId')).filter(
        ({ phase }) => phase.runPlanId === planId,
      );
      return page(
        found.flatMap(({ task: record }) =>
          (organization.releases.filesOf(record)?.attachments ?? [])
            .filter((attachment) => attachment.type === type)
            .map((attachment) => ({
              name: attachment.name,
              type: attachment.type,
              recordId: record.timelineRecordId,
              timelineId: planId,
            })),
        ),
      );
    },
  );
}
