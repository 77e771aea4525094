// The watcher as a program: reads its arguments, runs, and says how it ended.
import { describeError, isExtensionError } from '../../src/core/errors/extension-error.ts';
import type { WatchEvents } from '../../src/ports/watch-events.ts';
import { parseArguments, usage } from './arguments.ts';
import { isCommand } from './commands/arguments.ts';
import { runCommand } from './commands/run-command.ts';
import { createEventLines, createRelayLines } from './event-lines.ts';
import { type ExitStatus, type ProgramOptions, tellFault } from './host.ts';
import { runWatcher } from './run-watcher.ts';

export async function runProgram(options: ProgramOptions): Promise<ExitStatus> {
  let format = options.isTerminal ? ('text' as const) : ('json' as const);
  const lines = () => ({ format, now: () => options.clock.now(), write: options.writeLine });
  const events: WatchEvents = { emit: (event) => createEventLines(lines()).emit(event) };
  try {
    const [command, ...rest] = options.argv;
    if (isCommand(command)) return await runCommand(command, rest, options);
    const parsed = parseArguments(options.argv);
    if (parsed === 'help') {
      options.writeLine(usage);
      return 0;
    }
    format = parsed.log ?? format;
    return await runWatcher(parsed, options, { watch: events, relay: createRelayLines(lines()) });
  } catch (error) {
    if (isExtensionError(error)) {
      events.emit({ event: 'failed', action: 'start', code: error.code, reason: describeError(error) });
      return 2;
    }
    tellFault(error, 'go on', events, options);
    return 1;
  }
}
