// The command line as a program: finds the command, runs it, and says how it ended.
import packageJson from '../../package.json' with { type: 'json' };
import { fail } from '../../src/core/errors/catalogue.ts';
import { describeError, isExtensionError } from '../../src/core/errors/extension-error.ts';
import { runHooks } from './hooks/command.ts';
import type { ExitStatus, ProgramOptions } from './host.ts';
import { runMigrate } from './migrate/command.ts';
import { runModel } from './model/command.ts';
import { runService } from './service/command.ts';

const usage = `azureml-release: Azure Machine Learning models in Azure DevOps, from the command line

  azureml-release COMMAND [ARGUMENTS]

  migrate FILE   rewrite a release definition or pipeline of the retired extension (docs/migration.md)
  model VERB     register, list, show, update, download, deploy and delete models, as 'az ml model' did (docs/cli.md)
  service        status, logs, keys, sample clients of what serves a model, and its end (docs/cli.md)
  where MODEL    what runs a model or one version of it, and who put it there (docs/lineage.md)
  hooks          find and remove event subscriptions that a trigger left behind (docs/artifact-source.md)
  watch          run the watcher, or steer a running one: 'azureml-release watch --help' (docs/watcher.md)
  --help         this text; 'azureml-release COMMAND --help' for one command
  --version      the version
`;

/** Command -> what runs it. */
const commands: Readonly<
  Record<string, (options: ProgramOptions, argv: readonly string[]) => Promise<ExitStatus | undefined>>
> = {
  hooks: runHooks,
  migrate: runMigrate,
  model: runModel,
  service: runService,
  // Asked more often than any other question, so it is a command of its own, too.
  where: (program, argv) => runModel(program, ['where', ...argv]),
  watch: ({ startWatcher }, argv) => startWatcher(argv),
};

/** @returns absent if the watcher has taken over */
export async function runProgram(options: ProgramOptions): Promise<ExitStatus | undefined> {
  const { argv, writeOut, writeAside } = options;
  const [command, ...rest] = argv;
  if (command === '--version') {
    writeOut(`${packageJson.version}\n`);
    return 0;
  }
  if (command === '--help' || command === '-h' || command === 'help') {
    writeOut(usage);
    return 0;
  }
  try {
    if (command === undefined) {
      throw fail('CommandArgumentsInvalid', { command: 'azureml-release', problem: 'it names no command' });
    }
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (run === undefined) {
      throw fail('CommandUnknown', { command, known: Object.keys(commands).join(', ') });
    }
    return await run(options, rest);
  } catch (error) {
    if (isExtensionError(error)) writeAside(`${describeError(error)}\n`);
    // A fault of the program itself: only here a stack is of use.
    else writeAside(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 2;
  }
}
