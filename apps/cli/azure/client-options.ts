// What every client of Azure is made from, by what the command line says: the one way in for all verbs.
import type { ArmClientOptions } from '../../../src/adapters/azure-ml/arm/options.ts';
import type { FlagValues } from '../../../src/core/command-line/flag.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { ProgramOptions } from '../host.ts';
import { azureAccess, type azureFlags } from './azure-flags.ts';
import { credentialFor } from './sign-in.ts';

export interface ClientQuestion {
  /** As errors name it, e.g. `azureml-release service status`. */
  readonly command: string;
  readonly values: FlagValues<typeof azureFlags>;
  readonly subscriptionId: string;
  /** True for a verb whose progress belongs before a person's eyes, or when `-v` is given. */
  readonly tells: boolean;
}

/** Progress and warnings on the standard error, so that the answer on the standard output stays clean. */
function logAside({ writeAside }: Pick<ProgramOptions, 'writeAside'>, tells: boolean): Log {
  return {
    debug: () => undefined,
    info: (line) => (tells ? writeAside(`${line}\n`) : undefined),
    warning: (line) => writeAside(`Warning: ${line}\n`),
  };
}

/** @throws CommandArgumentsInvalid, FileNotFound, FileUnreadable */
export function clientOptions(program: ProgramOptions, question: ClientQuestion): ArmClientOptions {
  const { command, values, subscriptionId, tells } = question;
  const access = azureAccess(command, values, program);
  const { armUrl, audience } = access;
  return {
    connection: { armUrl, audience, subscriptionId },
    credential: credentialFor(access, program),
    log: logAside(program, tells),
    clock: program.clock,
  };
}
