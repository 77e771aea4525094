// Builds small .vsix files in memory: a manifest, an artifact type and tasks in plain JavaScript.
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export interface FixtureTask {
  readonly name: string;
  readonly id: string;
  /** CommonJS, run by the agent as index.js. */
  readonly script: string;
  readonly version?: readonly [number, number, number];
  readonly inputs?: readonly Record<string, unknown>[];
  readonly execution?: Record<string, { target: string }>;
  readonly extra?: Record<string, unknown>;
}

export interface FixtureExtension {
  readonly tasks?: readonly FixtureTask[];
  readonly artifactTypes?: readonly Record<string, unknown>[];
  readonly version?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Added as they are. */
  readonly contributions?: readonly Record<string, unknown>[];
}

function taskJson(task: FixtureTask): unknown {
  const [Major, Minor, Patch] = task.version ?? [1, 0, 0];
  return {
    id: task.id,
    name: task.name,
    friendlyName: task.name,
    instanceNameFormat: `Run ${task.name}`,
    author: 'test',
    version: { Major, Minor, Patch },
    inputs: task.inputs ?? [],
    execution: task.execution ?? { Node20_1: { target: 'index.js' } },
    ...task.extra,
  };
}

export async function fixtureVsix(extension: FixtureExtension): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (path: string, text: string): void => zip.addBuffer(Buffer.from(text), path);
  const contributions = [
    ...(extension.tasks ?? []).map(({ name }) => ({
      id: `task-${name}`,
      type: 'ms.vss-distributed-task.task',
      targets: ['ms.vss-distributed-task.tasks'],
      properties: { name: `tasks/${name}` },
    })),
    ...(extension.artifactTypes ?? []).map((properties, index) => ({
      id: `type-${index}`,
      type: 'ms.vss-releaseartifact.release-artifact-type',
      targets: ['ms.vss-releaseartifact.artifact-types'],
      properties,
    })),
    ...(extension.contributions ?? []),
  ];
  add('extension.vsomanifest', JSON.stringify({ manifestVersion: 1, contributions }));
  add(
    'extension.vsixmanifest',
    `<PackageManifest><Metadata><Identity Language="en-US" Id="fixture" Version="${extension.version ?? '1.0.0'}" Publisher="test"/></Metadata></PackageManifest>`,
  );
  for (const task of extension.tasks ?? []) {
    add(`tasks/${task.name}/task.json`, JSON.stringify(taskJson(task)));
    add(`tasks/${task.name}/index.js`, task.script);
  }
  for (const [path, text] of Object.entries(extension.files ?? {})) add(path, text);
  zip.end();
  return buffer(zip.outputStream);
}
