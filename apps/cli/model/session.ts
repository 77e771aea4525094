// What a verb works with: the workspace that is meant, the calls to it, and where it tells what it does.
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import type { Workspace } from '../../../src/core/workspace.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { ProjectFiles } from '../../../src/ports/project-files.ts';
import type { ModelPorts } from '../../../src/wiring/model-verbs.ts';
import type { ArmClientOptions } from '../../../src/adapters/azure-ml/arm-options.ts';
import { azureAccess } from '../azure/azure-flags.ts';
import type { ProgramOptions } from '../host.ts';
import type { workspaceFlags } from './flags/workspace-flags.ts';
import { commandOf } from './verb.ts';
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

/** Results go to the standard output; what is said about them goes aside. */
export function logOf({ writeAside }: Pick<ProgramOptions, 'writeAside'>, isVerbose: boolean): Log {
  return {
    debug: () => undefined,
    info: (line) => {
      if (isVerbose) writeAside(`${line}\n`);
    },
    warning: (line) => writeAside(`Warning: ${line}\n`),
  };
}

/** @throws CommandArgumentsInvalid, FileNotFound for what signing in needs */
export async function openSession(
  program: ProgramOptions,
  verb: string,
  values: FlagValues<typeof workspaceFlags>,
): Promise<Session> {
  const base = values.path ?? program.project.workingFolder;
  const files = program.project.files(base);
  const workspace = await workspaceOf({ verb, values, files, from: program });
  const access = azureAccess(commandOf(verb), values);
  const log = logOf(program, values.v);
  // Loaded when they are needed: help and bad arguments are answered without the SDKs.
  const [{ credentialFor }, { createModelPorts }] = await Promise.all([
    import('../azure/sign-in.ts'),
    import('../../../src/wiring/model-verbs.ts'),
  ]);
  const { armUrl, audience } = access;
  const options: ArmClientOptions = {
    connection: { armUrl, audience, subscriptionId: workspace.subscriptionId },
    credential: credentialFor(access, program),
    log,
    clock: program.clock,
  };
  return { workspace, log, files, base, options, ports: createModelPorts(options) };
}
