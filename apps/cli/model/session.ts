// What a verb works with: the workspace that is meant, the calls to it, and where it tells what it does.
import { resolve } from 'node:path';
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import type { Workspace } from '../../../src/core/workspace.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import type { ModelPorts } from '../../../src/wiring/model-verbs.ts';
import type { ArmClientOptions } from '../../../src/adapters/azure-ml/arm/options.ts';
import type { ProgramOptions } from '../host.ts';
import type { workspaceFlags } from './flags/workspace-flags.ts';
import { commandOf, type VerbGroup } from './verb.ts';
import { workspaceOf } from './workspace.ts';

export interface Session {
  readonly workspace: Workspace;
  readonly log: Log;
  /** The files of the project, which nothing is read outside of. */
  readonly files: ProjectFiles;
  /** The project's folder. */
  readonly base: string;
  readonly options: ArmClientOptions;
  readonly ports: ModelPorts;
}

/** What relative paths start at, as a whole path: whoever reads it may stand elsewhere. */
export const projectFolder = ({ project }: ProgramOptions, path = ''): string =>
  resolve(project.workingFolder, path).replaceAll('\\', '/');

/** @throws CommandArgumentsInvalid, FileNotFound for what signing in needs */
export async function openSession(
  program: ProgramOptions,
  verb: string,
  values: FlagValues<typeof workspaceFlags>,
  group: VerbGroup = 'model',
): Promise<Session> {
  const base = projectFolder(program, values.path);
  const files = program.project.files(base);
  const workspace = await workspaceOf({ group, verb, values, files, from: program });
  // Loaded when they are needed: help and bad arguments are answered without the SDKs.
  const [{ clientOptions }, { createModelPorts }] = await Promise.all([
    import('../azure/client-options.ts'),
    import('../../../src/wiring/model-verbs.ts'),
  ]);
  const { subscriptionId } = workspace;
  const options = clientOptions(program, {
    ...{ command: commandOf(verb, group), values, subscriptionId, tells: values.v },
  });
  const ports = createModelPorts(options);
  return { ...{ workspace, files, base, options, ports }, log: options.log };
}
