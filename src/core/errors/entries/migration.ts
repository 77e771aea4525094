// Catalogue entries: the command line, and its migration from the retired extension.
import { userError } from '../entry.ts';

export const migrationErrors = {
  CommandUnknown: userError<{ command: string; known: string }>({
    message: ({ command, known }) => `azureml-release knows no command '${command}', only ${known}.`,
    remedy: () => "Run 'azureml-release --help' for what it does.",
    sample: { command: 'migrat', known: 'migrate' },
  }),
  CommandArgumentsInvalid: userError<{ command: string; problem: string }>({
    message: ({ command, problem }) => `'${command}' was not understood: ${problem}.`,
    remedy: ({ command }) => `Run '${command} --help' for its arguments.`,
    sample: { command: 'azureml-release migrate', problem: 'it names no file' },
  }),
  MigrationFileUnknown: userError<{ file: string; problem: string }>({
    message: ({ file, problem }) => `'${file}' is nothing that can be migrated: ${problem}.`,
    remedy: () => 'Give an exported release definition (JSON) or the YAML file of a pipeline.',
    sample: {
      file: 'release.json',
      problem: 'it is JSON but holds no release definition (an object with a list "environments")',
    },
  }),
  MigrationUnsafe: userError<{ file: string; problem: string }>({
    message: ({ file, problem }) =>
      `'${file}' could not be rewritten safely: ${problem}; nothing was written.`,
    remedy: () =>
      'Lay the place out in the usual way (block style in YAML, every key once in JSON) and run again.',
    sample: { file: 'azure-pipelines.yml', problem: 'two edits overlap at position 120' },
  }),
  OutputExists: userError<{ path: string }>({
    message: ({ path }) => `'${path}' exists already, and it is not overwritten.`,
    remedy: () => 'Name a new file with --output, or rewrite the given file itself with --in-place.',
    sample: { path: 'release.migrated.json' },
  }),
  OutputNotWritable: userError<{ path: string; reason: string }>({
    message: ({ path, reason }) => `'${path}' can not be written: ${reason}.`,
    remedy: () => 'Choose a folder that exists and that you may write to, then run again.',
    sample: { path: 'out/release.json', reason: 'the folder does not exist' },
  }),
};
