// What only the emulator has: installing an extension, changing switches, looking at the gap list.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { asFaultRule, faultShape } from '../../kernel/fault-list.ts';
import type { App } from '../../kernel/https-server.ts';
import { versionOf } from '../extensions/task-definition.ts';
import type { Organization } from '../organization.ts';
import { switchNames, type Switches } from '../switches.ts';
import { crashPoints } from '../webhooks/crash-points.ts';
import { page, readBody } from './json.ts';
import { invalidRequest } from './vss-error.ts';

const installRequest = z.object({ path: z.string().min(1) });
const crashOrder = z.object({ point: z.enum(crashPoints) });
const switchChange = z
  .strictObject(
    Object.fromEntries(switchNames.map((name) => [name, z.boolean()])) as Record<
      keyof Switches,
      z.ZodBoolean
    >,
  )
  .partial();

async function vsixBytes(body: unknown): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body;
  const { path } = readBody(installRequest, 'ExtensionInstallation', body);
  return readFile(path).catch((error: unknown) => {
    throw invalidRequest(`The .vsix '${path}' cannot be read: ${String(error)}`);
  });
}

export function addControlRoutes(app: App, organization: Organization): void {
  const control = `/${organization.name}/_emulator`;
  const { extensions } = organization;
  const listed = (): unknown =>
    extensions.extensions().map(({ id, publisher, version, tasks, artifactTypes }) => ({
      id,
      publisher,
      version,
      tasks: tasks.map((task) => ({ id: task.json.id, name: task.json.name, version: versionOf(task) })),
      artifactTypes: artifactTypes.map(({ name }) => name),
    }));

  app.get(`${control}/extensions`, listed);
  app.post(`${control}/extensions`, async (request) => {
    const bytes = await vsixBytes(request.body);
    try {
      const { publisher, id, version } = await extensions.install(bytes);
      organization.log(`extension ${publisher}.${id} ${version} installed`);
    } catch (error) {
      throw invalidRequest(error instanceof Error ? error.message : String(error));
    }
    return listed();
  });

  app.get(`${control}/switches`, () => organization.switches);
  app.patch(`${control}/switches`, (request) => {
    const change = readBody(switchChange, 'Switches', request.body);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    organization.switches = { ...organization.switches, ...Object.fromEntries(given) };
    return organization.switches;
  });

  app.get(`${control}/jobs`, async () => {
    await organization.backgroundJobs.idle();
    return { count: organization.backgroundJobs.all().length, value: organization.backgroundJobs.all() };
  });
  app.get(`${control}/webhooks`, () =>
    page(
      organization.hooks.all().map((hook) => ({
        ...hook,
        subscriptions: organization.hooks
          .subscriptionsOf(hook.id)
          .map(({ definitionId, alias, sourceId }) => ({ definitionId, alias, sourceId })),
      })),
    ),
  );
  app.post(`${control}/crash`, async (request, reply) => {
    organization.crashes.order(readBody(crashOrder, 'CrashOrder', request.body).point);
    return reply.status(204).send();
  });

  app.get(`${control}/faults`, () => page(organization.faults.pending()));
  app.post(`${control}/faults`, async (request, reply) => {
    organization.faults.add(asFaultRule(readBody(faultShape, 'Fault', request.body)));
    return reply.status(204).send();
  });
  app.delete(`${control}/faults`, (_request, reply) => {
    organization.faults.clear();
    return reply.status(204).send();
  });

  app.get(`${control}/gaps`, () => organization.gaps.entries());
}
