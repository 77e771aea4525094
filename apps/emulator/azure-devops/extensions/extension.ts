// An installed extension: what its extension.vsomanifest contributes.
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { artifactType, type ArtifactType } from './artifact-type.ts';
import { endpointType, type EndpointType } from './endpoint-type.ts';
import { taskJson, type TaskDefinition } from './task-definition.ts';

const manifest = z.looseObject({
  contributions: z.array(
    z.looseObject({
      id: z.string().min(1),
      type: z.string().min(1),
      targets: z.array(z.string()).default([]),
      properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

export interface Extension {
  readonly id: string;
  readonly publisher: string;
  readonly version: string;
  readonly tasks: readonly TaskDefinition[];
  readonly artifactTypes: readonly ArtifactType[];
  readonly endpointTypes: readonly EndpointType[];
}

/** Contribution types that need nothing of this server, or that it has; any other is refused. */
const artifactTypeContribution = 'ms.vss-releaseartifact.release-artifact-type';
const endpointTypeContribution = 'ms.vss-endpoint.service-endpoint-type';
const taskContribution = 'ms.vss-distributed-task.task';

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8');
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new Error(`${what} is not valid: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

/** The identity in extension.vsixmanifest: `<Identity Language=... Id=... Version=... Publisher=.../>`. */
async function identityOf(folder: string): Promise<{ id: string; publisher: string; version: string }> {
  const xml = await readFile(join(folder, 'extension.vsixmanifest'), 'utf8');
  const element = /<Identity\b[^>]*>/.exec(xml)?.[0] ?? '';
  const attribute = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(element)?.[1] ?? '';
  const identity = {
    id: attribute('Id'),
    publisher: attribute('Publisher'),
    version: attribute('Version'),
  };
  if (identity.id === '' || identity.publisher === '')
    throw new Error('extension.vsixmanifest has no Identity with Id and Publisher.');
  return identity;
}

/** A task folder holds task.json, or one folder for each version that does. */
async function taskFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.name === 'task.json')) return [join(folder, 'task.json')];
  const nested = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async (entry) => {
        const inside = await readdir(join(folder, entry.name));
        return inside.includes('task.json') ? [join(folder, entry.name, 'task.json')] : [];
      }),
  );
  return nested.flat();
}

async function tasksIn(folder: string, name: string): Promise<readonly TaskDefinition[]> {
  const files = await taskFiles(join(folder, name)).catch(() => []);
  if (files.length === 0) throw new Error(`The task contribution "${name}" has no task.json in the .vsix.`);
  return Promise.all(
    files.map(async (file) => ({
      json: parsed(taskJson, await readJson(file), `${name}/task.json`),
      folder: dirname(file),
      contentKey: basename(folder),
    })),
  );
}

/** Reads an unpacked .vsix. Throws with one sentence when the server would not be able to load it. */
export async function loadExtension(folder: string): Promise<Extension> {
  const identity = await identityOf(folder);
  const { contributions } = parsed(
    manifest,
    await readJson(join(folder, 'extension.vsomanifest')),
    'extension.vsomanifest',
  );
  const taskNames = contributions
    .filter(({ type }) => type === taskContribution)
    .map(({ id, properties }) =>
      parsed(z.string().min(1), properties['name'], `The name of task contribution "${id}"`),
    );
  const tasks = await Promise.all(taskNames.map((name) => tasksIn(folder, name)));
  const artifactTypes = contributions
    .filter(({ type }) => type === artifactTypeContribution)
    .map(({ id, properties }) => parsed(artifactType, properties, `The artifact type contribution "${id}"`));
  const endpointTypes = contributions
    .filter(({ type }) => type === endpointTypeContribution)
    .map(({ id, properties }) => parsed(endpointType, properties, `The endpoint type contribution "${id}"`));
  return { ...identity, tasks: tasks.flat(), artifactTypes, endpointTypes };
}
