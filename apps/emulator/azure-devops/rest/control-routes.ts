// What only the emulator has: installing an extension, changing switches, looking at the gap list.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { App } from '../../kernel/https-server.ts';
import { versionOf } from '../extensions/task-definition.ts';
import type { Organization } from '../organization.ts';
import { readBody } from './json.ts';
import { invalidRequest } from './vss-error.ts';

const installRequest = z.object({ path: z.string().min(1) });
const switchChange = z
  .object({
    customBuildArtifactsTasks: z.boolean(),
    readOnlyVariablesEnforced: z.boolean(),
    refuseLoopback: z.boolean(),
    preferNode24: z.boolean(),
  })
  .partial()
  .strict();

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

  app.get(`${control}/gaps`, () => organization.gaps.entries());
}
