// Verbs that change what serves end in order when somebody cancels them.
import { createCancellation } from '../../../src/adapters/local/cancellation.ts';
import type { ExitStatus, ProgramOptions } from '../host.ts';

export interface Cancellable extends ProgramOptions {
  /** To be called between steps; throws when somebody ends the program. */
  readonly checkpoint: () => void;
}

export async function cancellable(
  program: ProgramOptions,
  work: (program: Cancellable) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const cancellation = createCancellation(program.clock);
  const hearNoMore = program.onSignal?.((signal) => {
    program.writeAside(
      `Cancelling (${signal}): what is half done is left in order; once more ends at once.\n`,
    );
    cancellation.cancel(signal);
  });
  const { clock, checkpoint } = cancellation;
  try {
    return await work({ ...program, clock, checkpoint });
  } finally {
    hearNoMore?.();
  }
}
