// Catalogue entries: the commands by which a person steers the watcher.
import { userError } from '../entry.ts';

export const watchCommandErrors = {
  WatcherProgramMissing: userError<{ folder: string }>({
    message: ({ folder }) => `The watcher is not beside the command line: '${folder}' has no watcher.cjs.`,
    remedy: () => "Make both with 'npm run build' and keep the folder dist/apps together.",
    sample: { folder: '/opt/azureml-release' },
  }),
  WatchUnknown: userError<{ watch: string; known: readonly string[] }>({
    message: ({ watch, known }) =>
      `There is no watch '${watch}'${known.length === 0 ? '' : `, only ${known.join(', ')}`}.`,
    remedy: () => "Correct the name; 'azureml-release watch status' shows all watches.",
    sample: { watch: 'fraud-to-prod', known: ['fraud-to-production'] },
  }),
  WatchNotRun: userError<{ state: string }>({
    message: ({ state }) => `No watcher has run on the state '${state}' yet, so it knows no watches.`,
    remedy: () => 'Start the watcher first, name its state with --state, or its configuration with --config.',
    sample: { state: './watch.db' },
  }),
  WatchModelUnknown: userError<{ model: string; known: readonly string[] }>({
    message: ({ model, known }) => `No watch watches a model '${model}', only ${known.join(', ')}.`,
    remedy: () => 'Correct the name of the model; case matters.',
    sample: { model: 'Fraud', known: ['fraud'] },
  }),
  WatchAmbiguous: userError<{ command: string; watches: readonly string[] }>({
    message: ({ command, watches }) => `'${command}' could mean any of these watches: ${watches.join(', ')}.`,
    remedy: () => 'Name one with --watch, or say --all.',
    sample: { command: 'pause', watches: ['fraud-to-production', 'fraud-to-test'] },
  }),
  WatchVersionUnknown: userError<{ model: string; version: string; watches: readonly string[] }>({
    message: ({ model, version, watches }) =>
      `Version '${version}' of model '${model}' was not met by ${watches.length === 1 ? 'the watch' : 'the watches'} ${watches.join(', ')}.`,
    remedy: () =>
      "Correct the version, or wait for the next check: 'azureml-release watch status' shows when the last one was. Archived versions are not met.",
    sample: { model: 'fraud', version: '17', watches: ['fraud-to-production'] },
  }),
};
